# Reference values for src/helpers/counting/statistics.py, from base R alone: another implementation, another language.
#   Rscript tests/r/statistics.R tests/r/pairs.csv > tests/r/expected.csv
# Reads the pairs of women and men that the account of 2019 compares; writes function, case, expected.

options(digits = 17, warn = -1)  # prop.test warns of small samples
show <- function(values) paste(ifelse(is.na(values), "none", sprintf("%.15g", values)), collapse = " ")
line <- function(name, case, values) cat(paste(name, case, show(values), sep = ","), "\n", sep = "")

wilson <- function(x, n) as.vector(prop.test(x, n, correct = FALSE)$conf.int)
fisher <- function(a, n, b, m) fisher.test(matrix(c(a, n - a, b, m - b), nrow = 2))$p.value

newcombe <- function(a, n, b, m) {  # Newcombe (1998), method 10, from the two Wilson intervals
  one <- wilson(a, n)
  other <- wilson(b, m)
  d <- a / n - b / m
  c(d - sqrt((a / n - one[1])^2 + (other[2] - b / m)^2), d + sqrt((one[2] - a / n)^2 + (b / m - other[1])^2))
}

visible <- function(a, n, b, m, level) {  # every way to divide as many positive, the least gap that the test calls one
  x <- max(0, a + b - m):min(n, a + b)
  gap <- abs(x / n - (a + b - x) / m)
  seen <- mapply(function(x) fisher(x, n, a + b - x, m) <= level, x)
  if (any(seen)) min(gap[seen]) else NA
}

shares <- rbind(
  c(11, 13), c(31, 40), c(29, 128), c(25, 29), c(19, 40), c(1, 8),  # as printed by the accounts
  do.call(rbind, lapply(c(1, 2, 3, 5, 13, 50, 200), function(n) cbind(c(0, 1, n %/% 2, n - 1, n), n)))
)
shares <- unique(shares)
pairs <- read.csv(commandArgs(trailingOnly = TRUE)[1])
edges <- rbind(
  c(0, 1, 1, 1), c(1, 1, 1, 1), c(0, 5, 0, 7), c(5, 5, 7, 7), c(0, 5, 7, 7), c(3, 3, 0, 3),
  c(2, 10, 8, 10), c(8, 10, 2, 10), c(5, 10, 5, 10), c(4, 10, 5, 10),  # ties: equal groups, both tails as likely
  c(3, 7, 4, 6), c(1, 9, 11, 14), c(11, 13, 20, 27), c(15, 55, 14, 73), c(60, 100, 35, 100), c(90, 200, 60, 150),
  c(56, 70, 48, 80), c(9, 10, 3, 10), c(6, 7, 2, 7), c(5, 56, 0, 29), c(0, 10, 0, 20), c(10, 10, 0, 20)  # Newcombe's table II
)
real <- as.matrix(pairs[, -1])
dimnames(real) <- NULL
cases <- unique(rbind(edges, real))

cat("function,case,expected\n")
for (i in seq_len(nrow(shares))) line("wilson", sprintf("%d/%d", shares[i, 1], shares[i, 2]), wilson(shares[i, 1], shares[i, 2]))
for (i in seq_len(nrow(cases))) {
  v <- as.numeric(cases[i, ])
  case <- sprintf("%d/%d %d/%d", v[1], v[2], v[3], v[4])
  line("fisher", case, fisher(v[1], v[2], v[3], v[4]))
  line("newcombe", case, newcombe(v[1], v[2], v[3], v[4]))
  line("visible", paste(case, "1/20"), visible(v[1], v[2], v[3], v[4], 0.05))
  line("visible", paste(case, "1/200"), visible(v[1], v[2], v[3], v[4], 0.005))
}
families <- lapply(split(real, pairs$place), function(v) {
  v <- matrix(v, ncol = 4)
  signif(mapply(fisher, v[, 1], v[, 2], v[, 3], v[, 4]), 6)
})
families <- c(families, list(0.05, c(0.01, 0.04, 0.03), c(0.02, 0.02, 0.02), c(1, 1, 0.5), c(0.5, 0, 0.01, 0.01, 0.2)))
for (p in families) line("holm", show(p), p.adjust(as.numeric(strsplit(show(p), " ")[[1]]), method = "holm"))
