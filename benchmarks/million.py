"""`python -m benchmarks.million [PEOPLE …]`: what reads of results cost among so many people.

Each size has a database of its own, filled by benchmarks/million.sql. Times are those of calls as the API
makes them. `--figures FILE` keeps them, and `--plot` draws them.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate

STATEMENTS = Path(__file__).with_suffix(".sql")
PLOT = Path(__file__).parent.parent / "docs" / "boards.svg"
REPEATED, ENOUGH_S = 120, 6.0  # how often a call is made, unless it takes long
FINISHES = 100
# Triggers that are switched off one after another, by what handing in then does not keep any more
LEFT_OUT = {
    "statistics and boards": ("keep_updated_attempts_counted",),
    "statistics, boards and facts": ("note_inserted_attempts", "note_updated_attempts"),
}
WINDOW = """
select points, rank() over (order by points desc) from (
    select t.user_id, sum(t.part) as points from (
        select a.user_id, max(a.score / a.max_score) as part
        from core.attempts as a inner join core.quizzes as q on q.id = a.quiz_id
        where a.state = 'finished' and not a.preview and a.deleted_at is null and q.visibility = 'public'
        group by a.quiz_id, a.user_id
    ) as t group by t.user_id
) as totals order by points desc limit 100
"""
FETCHED = """
select sum(pg_stat_get_xact_blocks_fetched(c.oid))::integer
from pg_class as c where c.relnamespace = 'core'::regnamespace
"""
Figures = dict[str, float]


class Crowd:
    """A database with so many people and their attempts."""

    def __init__(self, connection: psycopg.Connection, people: int) -> None:
        self.connection = connection
        self.people = people

    def fill(self, told: Callable[[int, int], None]) -> None:
        """Make everything. `told` gets how many statements of how many are done."""
        host = self._found("insert into auth.users (email) values ('host@example.com') returning id::text")
        quiz = {"title": "Template", "visibility": "public", "attempts_allowed": None, "pass_mark": 50}
        template = self.call(host, "create_quiz", draft=quiz)["id"]
        drafts = [{"kind": "true_false", "prompt": f"Statement {n}", "correct": True} for n in range(10)]
        self.call(host, "create_questions", quiz_id=template, drafts=drafts)
        self.call(host, "create_group", name="Class 7b")
        self.call(host, "create_room", quiz_id=template)
        given = {"people": self.people, "template": template}
        statements = STATEMENTS.read_text().split("\n----\n")
        self.connection.execute("set session_replication_role = replica")  # no triggers, no checks of keys
        for n, statement in enumerate(statements):
            self.connection.execute(statement.encode(), given)
            told(n + 1, len(statements) + 1)
        self.connection.execute("reset session_replication_role")
        self.connection.execute("vacuum analyze")
        told(len(statements) + 1, len(statements) + 1)
        self.look()

    def look(self) -> None:
        """Find who and what is measured: the host, the largest quiz, its takers, a class and a room."""
        self.host = self._found("select owner_id::text from core.quizzes limit 1")
        self.largest = self._found(
            "select quiz_id::text from core.attempts group by quiz_id order by count(*) desc limit 1"
        )
        self.group = self._found("select id::text from core.groups limit 1")
        self.room = self._found("select code from core.rooms limit 1")
        takers = "select user_id::text from core.group_members order by user_id"
        self.takers = [row[0] for row in self.connection.execute(takers).fetchall()]

    def _found(self, query: str) -> Any:
        row = self.connection.execute(query.encode()).fetchone()
        assert row
        return row[0]

    def call(self, person: str | None, function: str, **arguments: Any) -> Any:
        """Call a function of the API as somebody."""
        claims = json.dumps({"sub": person, "role": "authenticated"}) if person else None
        with self.connection.transaction():
            self.connection.execute("set local session authorization authenticator")
            query = "select core.call_as(%s, %s, %s)"
            row = self.connection.execute(query, [claims, function, json.dumps(arguments)]).fetchone()
        assert row
        return row[0]

    def reads(self) -> Iterator[tuple[str, Callable[[int], object]]]:
        """What is measured: a name, and a call that gets its number."""

        def call(function: str, *, of_taker: bool = True, **arguments: Any) -> Callable[[int], object]:
            people = self.takers if of_taker else [self.host]
            return lambda n: self.call(people[n % len(people)], function, **arguments)

        of_quiz = {"quiz_id": self.largest}
        yield "global board, all time, first 100", call("global_leaderboard", page_size=100)
        yield "global board, this week, first 100", call("global_leaderboard", period="week", page_size=100)
        yield "global board, my place and neighbours", call("global_leaderboard", page_size=1)
        yield "board of a subject, first 100", call("global_leaderboard", subject="maps", page_size=100)
        yield "board of the largest quiz, first 100", call("quiz_leaderboard", page_size=100, **of_quiz)
        yield "board of the largest quiz, my place", call("quiz_leaderboard", page_size=1, **of_quiz)
        yield (
            "board of a class of 200, first 100",
            call("group_leaderboard", group_id=self.group, page_size=100),
        )
        yield "board of a room of 500, all", self.rows("select * from public.room_board(%s)", self.room)
        yield "a person's result in it", call("my_result", **of_quiz)
        yield "a person's attempts", call("list_attempts")
        yield "a person's figures", call("user_stats")
        yield "a person's performance", call("my_performance")
        yield "what needs a look by a host", call("host_dashboard", of_taker=False)
        yield "results of the largest quiz, first page", call("quiz_results", of_taker=False, **of_quiz)
        yield "statistics of the largest quiz", call("quiz_statistics", of_taker=False, **of_quiz)
        every = {"attempts": "all", "played": "all"}
        yield "statistics of all attempts at it", call("quiz_statistics", of_taker=False, **every, **of_quiz)
        yield (
            "attempts of a person at it",
            call("list_attempts_of", of_taker=False, person_id=self.takers[0], **of_quiz),
        )
        yield "rows of the global board, 1,000", self.rows("select * from public.global_board()")
        yield (
            "rows of the board of the largest quiz, 1,000",
            self.rows("select * from public.quiz_board(%s)", self.largest),
        )
        yield "days of an owner's quizzes", self.rows("select * from public.quiz_days()")
        yield (
            "months of the questions of the largest quiz",
            self.rows("select * from public.question_drift(%s)", self.largest),
        )
        yield (
            "an owner's public.attempts, 20 rows",
            self.rows("select * from public.attempts order by started_at desc limit 20"),
        )
        views = "select relname from pg_class where relnamespace = 'dashboards'::regnamespace order by 1"
        for (view,) in self.connection.execute(views).fetchall():
            yield f"dashboards.{view}", self.dashboard(view)
        yield "check_ledger, all", self.checked("core.check_ledger(0)")
        yield "check_ledger, 100 transfers after the last proof", self.checked("core.check_ledger()")
        yield "reference: the global board by a window function", self.window

    def rows(self, query: str, *given: object) -> Callable[[int], object]:
        """Rows of the API as PostgREST reads them for the host."""
        claims = json.dumps({"sub": self.host, "role": "authenticated"})

        def call(number: int) -> None:
            del number
            with self.connection.transaction():
                self.connection.execute("select set_config('request.jwt.claims', %s, true)", [claims])
                self.connection.execute("set local role authenticated")
                self.connection.execute(query.encode(), given).fetchall()
                self.connection.execute("reset role")

        return call

    def dashboard(self, view: str) -> Callable[[int], object]:
        """All rows of a view for dashboards, which stay in Postgres: a dashboard sums or cuts them."""
        query = f"select count(*), count(v) from dashboards.{view} as v".encode()
        return lambda n: self.connection.execute(query).fetchall()

    def checked(self, check: str) -> Callable[[int], object]:
        """A check of the ledger, which finds nothing."""

        def call(number: int) -> None:
            del number
            faults = self.connection.execute(f"select * from {check}".encode()).fetchall()
            assert faults == [], faults[:3]

        return call

    def window(self, number: int) -> None:
        """The first 100 of the global board, by a query over all attempts."""
        del number
        self.connection.execute(WINDOW).fetchall()

    def finish(self, backend: psutil.Process) -> Figures:
        """What it takes to hand in one more attempt at the largest quiz."""
        seconds, processor_s = [], 0.0
        for number in range(-10, FINISHES):
            person = self.takers[number % len(self.takers)]
            asked = self.call(person, "start_attempt", quiz_id=self.largest)["questions"]
            answers = [{"question_id": q["id"], "response": [q["choices"][0]["id"]]} for q in asked]
            began, before = time.perf_counter(), sum(backend.cpu_times()[:2])
            self.call(person, "submit_attempt", quiz_id=self.largest, answers=answers)
            if number >= 0:  # the first ones fill the caches
                seconds.append(time.perf_counter() - began)
                processor_s += sum(backend.cpu_times()[:2]) - before
        return in_ms(seconds, processor_s)

    def fold(self, backend: psutil.Process) -> Figures:
        """What the sweep adds up after `finish`, two changes an attempt."""
        seconds, before = [], sum(backend.cpu_times()[:2])
        while True:
            began = time.perf_counter()
            row = self.connection.execute("select core.fold_facts(200)").fetchone()
            if not row or row[0] < 200:
                return in_ms(seconds or [0.0], sum(backend.cpu_times()[:2]) - before)
            seconds.append(time.perf_counter() - began)


def changes_of_mind(crowd: Crowd) -> dict[str, list[int]]:
    """The calls that fetch more blocks later on a connection than the second time, and how many at each call.

    From the sixth call on, Postgres may take a plan that is the same for all arguments.
    """

    def fetched(call: Callable[[int], object]) -> int:
        with crowd.connection.transaction():
            # the blocks of parallel workers are not counted here
            crowd.connection.execute("set local max_parallel_workers_per_gather = 0")
            before = crowd.connection.execute(FETCHED).fetchone()
            call(0)
            after = crowd.connection.execute(FETCHED).fetchone()
        assert before
        assert after
        return int(after[0] - before[0])

    worse = {}
    for name, call in crowd.reads():
        if name.startswith("reference"):
            continue
        blocks = [fetched(call) for _ in range(8)]
        if max(blocks[2:]) > 1.2 * blocks[1] + 20:
            worse[name] = blocks
    return worse


def repeated(call: Callable[[int], object], backend: psutil.Process) -> Figures:
    """What a call takes, again and again."""
    call(0)  # fills the caches
    seconds: list[float] = []
    before = sum(backend.cpu_times()[:2])
    while len(seconds) < REPEATED and sum(seconds) < ENOUGH_S:
        began = time.perf_counter()
        call(len(seconds))
        seconds.append(time.perf_counter() - began)
    return in_ms(seconds, sum(backend.cpu_times()[:2]) - before)


def leave_out(connection: psycopg.Connection, triggers: tuple[str, ...]) -> None:
    """Switch these triggers of core.attempts off."""
    for trigger in triggers:
        connection.execute(f"alter table core.attempts disable trigger {trigger}".encode())


def in_ms(seconds: list[float], processor_s: float) -> Figures:
    """The median, the 95th percentile, and the mean of the processor time."""
    p95 = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    of_each = processor_s / len(seconds)
    return {"p50": statistics.median(seconds) * 1000, "p95": p95 * 1000, "processor": of_each * 1000}


def measure(server: EmbeddedPostgres, people: int, progress: Progress) -> dict[str, Figures]:
    """The figures of one size, by name."""
    url = server.url(database=f"crowd_{people}")
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"create database crowd_{people}".encode())
    migrate(url)
    task = progress.add_task(f"{people:,} people: filling")
    with psycopg.connect(url, autocommit=True) as connection:
        crowd = Crowd(connection, people)
        crowd.fill(lambda done, of: progress.update(task, completed=done, total=of))
        backend = psutil.Process(connection.info.backend_pid)
        progress.update(task, description=f"{people:,} people: plans")
        progress.print(f"{people:,} people: calls whose plans change their mind: {changes_of_mind(crowd)}")
        figures = {}
        for name, call in crowd.reads():
            progress.update(task, description=f"{people:,} people: {name}")
            figures[name] = repeated(call, backend)
        figures["handing in an attempt at the largest quiz"] = crowd.finish(backend)
        name = "statistics of the largest quiz while 110 attempts wait"
        figures[name] = repeated(dict(crowd.reads())["statistics of the largest quiz"], backend)
        figures["adding up 200 changes of facts"] = crowd.fold(backend)
        for name, triggers in LEFT_OUT.items():
            leave_out(connection, triggers)
            figures[f"reference: handing in without {name}"] = crowd.finish(backend)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"drop database crowd_{people}".encode())
    return figures


def table_of(figures: dict[str, dict[str, Figures]]) -> Table:
    """A line for each call, a column for each size."""
    table = Table(title="p50 / p95, and the mean processor time of Postgres, in ms")
    table.add_column("call")
    for people in figures:
        table.add_column(f"{int(people):,} people", justify="right")
    for name in next(iter(figures.values())):
        columns = [
            f"{of[name]['p50']:,.1f} / {of[name]['p95']:,.1f}, {of[name]['processor']:,.1f}"
            for of in figures.values()
        ]
        table.add_row(name, *columns)
    return table


def plot(figures: dict[str, dict[str, Figures]]) -> None:
    """Draw docs/boards.svg: cost against people."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "quizzler"  # the same figures make the same file
    from matplotlib import pyplot as plt

    sizes = [int(people) for people in figures]
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    for name, style in (
        ("reference: the global board by a window function", "k^--"),
        ("statistics of the largest quiz", "^--"),
        ("results of the largest quiz, first page", "s--"),
        ("global board, all time, first 100", "o-"),
        ("global board, my place and neighbours", "o-"),
        ("board of the largest quiz, first 100", "s-"),
        ("handing in an attempt at the largest quiz", "d-"),
    ):
        axes.plot(sizes, [of[name]["processor"] for of in figures.values()], style, label=name)
    axes.set(
        xlabel="people, with three attempts each",
        ylabel="processor time of Postgres, ms",
        xscale="log",
        yscale="log",
    )
    axes.grid(which="both", alpha=0.3)
    axes.legend(fontsize="small", loc="upper left")
    figure.savefig(PLOT, metadata={"Date": None})


def main() -> None:
    """Measure, print the table, and draw the plot."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.million", description=__doc__)
    parser.add_argument("people", nargs="*", type=int, default=[10_000, 100_000], help="sizes (10000 100000)")
    parser.add_argument("--figures", type=Path, help="a JSON file, to which figures are added")
    parser.add_argument("--plot", action="store_true", help="draw docs/boards.svg")
    parser.add_argument("--folder", type=Path, help="where the data is kept meanwhile")
    options = parser.parse_args()
    known = options.figures and options.figures.exists()
    figures: dict[str, Any] = json.loads(options.figures.read_text()) if known else {}
    with postgres(options.folder) as server, Progress() as progress:
        for people in options.people:
            figures[str(people)] = measure(server, people, progress)
    figures = dict(sorted(figures.items(), key=lambda of: int(of[0])))
    if options.figures:
        options.figures.write_text(json.dumps(figures, indent=2))
    Console(width=160).print(table_of(figures))
    if options.plot:
        plot(figures)


@contextmanager
def postgres(folder: Path | None) -> Iterator[EmbeddedPostgres]:
    """A Postgres of its own, with its defaults."""
    with tempfile.TemporaryDirectory(prefix="quizzler-bench-", dir=folder) as home:
        server = EmbeddedPostgres(Path(home))
        server.start()
        try:
            yield server
        finally:
            server.stop()


if __name__ == "__main__":
    main()
