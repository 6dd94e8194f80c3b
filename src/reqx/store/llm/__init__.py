"""What calls of a language model cost, and how many are let through: for all workers together.

`calls` is what a worker uses (lookup, reserve, settle, fail, sweep), one short transaction each;
`batches` and `waits` are for calls made many at a time, and the jobs that wait for them;
`pace` and `budget` hold what it heeds, and what operators set; `spending` sums up. Money is a whole
number of millionths of the currency the caller counts in. The database's clock judges.

All who write more than one table do it in the order call, pace, budgets (run, project, all): they
wait for each other, and go on.
"""
