"""A juror's desk: opening a package, declaring, marking, handing in, and erasing it all afterwards."""
