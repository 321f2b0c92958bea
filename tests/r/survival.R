# Reference values for src/helpers/counting/survival.py, from R's survival: another implementation, another language.
#   Rscript --vanilla tests/r/survival.R tests/r/stays.csv > tests/r/survival.csv
# Reads stays of many cases; writes case, what, day, expected: each step of Kaplan-Meier with its 95 % limits, the part that has
# left each way by then (Aalen-Johansen), and the median with its limits.

suppressPackageStartupMessages(library(survival))
show <- function(values) ifelse(is.na(values), "none", sprintf("%.15g", values))
line <- function(case, what, day, values) cat(paste(case, what, day, show(values), sep = ","), sep = "\n")

stays <- read.csv(commandArgs(trailingOnly = TRUE)[1], na.strings = character())
cat("case,what,day,expected\n")
for (case in unique(stays$case)) {
  s <- stays[stays$case == case, ]
  one <- survfit(Surv(entry, exit, way != "") ~ 1, data = s, conf.type = "log-log", conf.int = 0.95)
  step <- one$n.event > 0
  if (any(step)) {
    line(case, "after", one$time[step], one$surv[step])
    line(case, "lower", one$time[step], one$lower[step])
    line(case, "upper", one$time[step], one$upper[step])
  }
  half <- summary(one)$table  # its median ends with the steps; quantile() counts on to the last who is seen
  line(case, "median", "", half[["median"]])
  line(case, "low", "", half[["0.95LCL"]])
  line(case, "high", "", half[["0.95UCL"]])
  ways <- sort(setdiff(unique(s$way), ""))
  if (length(ways)) {
    s$state <- factor(s$way, levels = c("", ways))
    s$id <- seq_len(nrow(s))
    many <- survfit(Surv(entry, exit, state) ~ 1, data = s, id = id)
    for (way in ways) {
      gone <- many$pstate[, match(way, many$states)]
      line(case, paste0("left:", way), one$time[step], gone[match(one$time[step], many$time)])
    }
  }
}
