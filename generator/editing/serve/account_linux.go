package serve

import (
	"net/netip"
	"os"
)

// accountOf is the account of the process at the other end of a connection on this machine, and the one of this program.
func accountOf(client, server netip.AddrPort) (who, own int, known bool) {
	for _, name := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		table, err := os.Open(name)
		if err != nil {
			continue
		}
		who, known = ownerIn(table, client, server)
		table.Close() //nolint:errcheck // it was only read
		if known {
			return who, os.Getuid(), true
		}
	}
	return 0, 0, false
}
