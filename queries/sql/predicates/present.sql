-- (began, ended, first, last): what lasted from began to ended plays a part in the window from first to last. What
-- ended at the very start of it ended before it, unless it also began then.
first < last and began < last and (ended is null or ended > first or began >= first)
