"""Connections are cut around COMMIT: nobody is told whether it was done."""

from trials import crew
from trials.cutter import cutting
from trials.databases import Server
from trials.ground import Ground
from trials.promise import Promise
from trials.restart import LEASE_SECONDS, WORKERS
from trials.result import Result
from trials.site import Site

JOBS_A_CUT = 5
MOST_ROUNDS = 20


def cut(ground: Ground, cuts: int) -> Result:
    """Cut so many connections of the workers."""
    server = ground.databases
    assert isinstance(server, Server)
    folder, yields = ground.documents("cut", cuts * JOBS_A_CUT)
    with (
        ground.site("cut", LEASE_SECONDS) as site,
        cutting(server.port, ground.dice) as cutter,
    ):
        site.run("upload", "-r", folder)
        url = site.url.replace(f":{server.port}/", f":{cutter.port}/")
        workers = crew.hire(Site(site.home, url, LEASE_SECONDS, started=site.started), WORKERS)
        cutter.left = cuts
        for _ in range(MOST_ROUNDS):
            crew.wait_for(site, workers)
            if not cutter.left:
                break
            site.run("enqueue", "--status", "DONE", "--force")
        crew.wait_for(site, workers)
        found = [*crew.dismiss(workers)]
        promise = Promise(frozenset(yields), yields, retried=site.drain())
        made = ", ".join(f"{count} {place}" for place, count in sorted(cutter.made.items()))
        done = f"connections cut: {made}; in {len(site.history().jobs)} jobs"
        return ground.judge("cut", done, promise, site, found)
