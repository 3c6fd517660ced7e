package serve

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
)

// stranger is what a connection is marked with that comes from another account of this machine. A page holds the token with
// which reports are changed, so that whoever may load pages may change reports: that is who runs the preview, and the
// system's administrator, who may do everything anyhow.
type stranger struct{}

// markStranger is for http.Server.ConnContext.
func markStranger(ctx context.Context, c net.Conn) context.Context {
	client, server := addressOf(c.RemoteAddr()), addressOf(c.LocalAddr())
	if !client.Addr().IsLoopback() {
		return ctx // of another machine: who asked for that was warned
	}
	if who, own, known := accountOf(client, server); known && who != own && who != 0 {
		return context.WithValue(ctx, stranger{}, true)
	}
	return ctx
}

// fromStranger reports whether a request comes from another account of this machine. Where a system does not tell, nobody is
// a stranger.
func fromStranger(r *http.Request) bool { return r.Context().Value(stranger{}) != nil }

func addressOf(a net.Addr) netip.AddrPort {
	if t, ok := a.(*net.TCPAddr); ok {
		at := t.AddrPort()
		return netip.AddrPortFrom(at.Addr().Unmap(), at.Port())
	}
	return netip.AddrPort{}
}

// ownerIn finds the account of the socket from one address to another in a table of Linux (proc_net_tcp(5)).
func ownerIn(table io.Reader, from, to netip.AddrPort) (account int, found bool) {
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 8 || parseAddress(fields[1]) != from || parseAddress(fields[2]) != to {
			continue
		}
		account, err := strconv.Atoi(fields[7])
		return account, err == nil
	}
	return 0, false
}

// parseAddress reads an address of such a table: words of four bytes in the order of the machine, and a port.
func parseAddress(text string) netip.AddrPort {
	words, port, ok := strings.Cut(text, ":")
	b, err := hex.DecodeString(words)
	p, errPort := strconv.ParseUint(port, 16, 16)
	if !ok || err != nil || errPort != nil || len(b)%4 != 0 {
		return netip.AddrPort{}
	}
	for i := 0; i < len(b); i += 4 {
		binary.NativeEndian.PutUint32(b[i:], binary.BigEndian.Uint32(b[i:]))
	}
	a, ok := netip.AddrFromSlice(b)
	if !ok {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(a.Unmap(), uint16(p))
}
