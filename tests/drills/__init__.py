"""What an IT department rehearses: a disk is lost, a new version comes, a server dies. `make drills` prints each."""
