;; Uses threads, which are off.
(module $shared
  (memory 1 1 shared))
