"""What scripts/bench-queue measures: reqx's queue against a floor and against published queues.

The floor, the peers and the process that measures a drain belong to a folder outside the project
(`rig`); here are reqx's side (`adapter`), the cells (`enqueue`, `drain`, `pickup`, `depth`,
`held`, `cost`), the laps they run in (`laps`) and the table (`report`).
"""
