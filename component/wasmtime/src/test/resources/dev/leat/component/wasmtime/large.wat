;; Needs a memory of 100 pages.
(module $large
  (memory 100))
