"""Seats by the Python package `matching`: reads markets, prints who is where, and with --time how long it took.

A market is a line `market APPLICANTS SCHOOLS`, a line of seats, a line of schools for each applicant, the dearest first, and a line of
applicants for each school, the best first. The answer is a line of schools by applicant, -1 for none.
"""

import sys
import time

from matching.games import HospitalResident

# The package places applicants by recursion and stops at Python's usual limit.
sys.setrecursionlimit(1_000_000)


def markets(lines):
    for head in lines:
        _, applicants, schools = head.split()
        seats = [int(number) for number in next(lines).split()]
        lists = [[int(school) for school in next(lines).split()] for _ in range(int(applicants))]
        orders = [[int(one) for one in next(lines).split()] for _ in range(int(schools))]
        yield seats, lists, orders


def solve(seats, lists, orders):
    # The package knows nobody who wishes for nothing and no school that nobody wishes for.
    residents = {f"a{one}": [f"s{school}" for school in wishes] for one, wishes in enumerate(lists) if wishes}
    hospitals = {f"s{school}": [f"a{one}" for one in order] for school, order in enumerate(orders) if order}
    capacities = {f"s{school}": seats[school] for school, order in enumerate(orders) if order}
    start = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(residents, hospitals, capacities)
    made = time.perf_counter()
    matching = game.solve(optimal="resident")
    solved = time.perf_counter()
    result = [-1] * len(lists)
    for hospital, guests in matching.items():
        for guest in guests:
            result[int(guest.name[1:])] = int(hospital.name[1:])
    return result, made - start, solved - made


def main():
    lines = iter(sys.stdin.read().splitlines())
    for market in markets(lines):
        result, making, solving = solve(*market)
        if "--time" in sys.argv:
            print(f"{round(making * 1e6)} {round(solving * 1e6)}")
        print(*result)


if __name__ == "__main__":
    # Recursion needs a stack to match.
    import threading

    threading.stack_size(512 * 1024 * 1024)
    worker = threading.Thread(target=main)
    worker.start()
    worker.join()
