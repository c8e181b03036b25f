"""Copies of an edition: backups, award files, and two copies made one."""
