"""What people outside see in a browser: no account, nothing kept on their device, nothing asked of anywhere else."""
