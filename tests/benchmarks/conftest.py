"""No module here is a test, nor can most be imported without the peers."""

collect_ignore_glob = ["*.py"]
