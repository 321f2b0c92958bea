"""What an auditor holds an account by: vouchers, adoption, what moved, the bundle, the re-run, the sample."""
