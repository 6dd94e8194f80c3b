"""The database server crashes again and again under its workers, and comes back."""

import time

from trials import crew
from trials.databases import Server
from trials.ground import Ground
from trials.promise import Promise
from trials.result import Result

JOBS_A_RESTART = 200
LEASE_SECONDS = 5.0
LONGEST_OUTAGE_SECONDS = 3.0
WORKERS = 2


def restart(ground: Ground, restarts: int, jobs_a_restart: int = JOBS_A_RESTART) -> Result:
    """Stop the server as by a crash so many times during the work, and start it again."""
    server = ground.databases
    assert isinstance(server, Server)
    total = restarts * jobs_a_restart
    folder, yields = ground.documents("restart", total)
    with ground.site("restart", LEASE_SECONDS) as site:
        site.run("upload", "-r", folder)
        workers = crew.hire(site, WORKERS)
        for number in range(1, restarts + 1):
            crew.wait_for(site, workers, left=total - total * number // (restarts + 1))
            server.stop("immediate")
            time.sleep(ground.dice.uniform(0, LONGEST_OUTAGE_SECONDS))
            server.start()
        crew.wait_for(site, workers)
        found = [*crew.dismiss(workers)]
        promise = Promise(frozenset(yields), yields, retried=site.drain())
        done = f"{restarts} crashes of the server in {total} jobs"
        return ground.judge("restart", done, promise, site, found)
