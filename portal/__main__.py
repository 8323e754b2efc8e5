"""`python3 -m portal [command]`. Written so that an old Python can still read it and say what is wrong."""

import os
import sys

if __name__ == "__main__":
    if os.name != "posix":
        sys.exit("The portal runs on Linux and macOS; on Windows use it inside WSL or a container.")
    if sys.version_info < (3, 11):  # noqa: UP036 - it is an older one that has to read this
        sys.exit("The portal needs Python 3.11 or newer, but this is " + sys.version.split()[0] + ".")
    from portal.setup.start import main

    sys.exit(main(sys.argv[1:]))
