"""The account in the forms that people use: each prints facts or what a page shows, and computes nothing."""
