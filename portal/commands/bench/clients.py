"""Several clients that post at once, each a process of its own with its own connection.

`python -m portal.commands.bench.clients KIND URL SECONDS PEOPLE`: one client. It prints how many posts a second it made.
"""

import subprocess
import sys

import portal.accounts.models  # noqa: F401 - the tables that those of the books name
from portal.commands.bench.posting import bare, by_action, post_for

KINDS = {"action": by_action, "bare": bare}
CLIENTS = 8


def post_at_once(kind: str, url: str, seconds: float, people: list[int]) -> float:
    """Posts per second of eight clients together, each for people of its own."""
    shares = [people[number::CLIENTS] for number in range(CLIENTS)]
    command = [sys.executable, "-m", "portal.commands.bench.clients", kind, url, str(seconds)]
    clients = [
        subprocess.Popen(
            [*command, ",".join(map(str, share))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for share in shares
    ]
    try:
        for client in clients:
            assert client.stdout
            client.stdout.readline()  # it is ready
        answers = []
        for client in clients:
            assert client.stdin
            client.stdin.write("go\n")
            client.stdin.flush()
        for client in clients:
            answers.append(float(client.communicate(timeout=seconds + 60)[0]))
        return sum(answers)
    finally:
        for client in clients:
            client.kill()


def main(kind: str, url: str, seconds: str, people: str) -> None:
    """One client: get ready, wait for the word, post."""
    ids = [int(number) for number in people.split(",")]
    with KINDS[kind](url, ids) as post:
        post(ids[0])
        print("ready", flush=True)
        sys.stdin.readline()
        print(post_for(float(seconds), post, ids), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
