// Package lsp serves editors over the Language Server Protocol 3.17: JSON-RPC on two
// streams. It keeps the open files, has the site checked when they change, and turns
// the answers of package ide into those of the protocol.
package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// message is a request, a notification (no ID) or a response (no Method).
type message struct {
	ID     json.RawMessage `json:"id,omitempty"`
	Method string          `json:"method,omitempty"`
	Params json.RawMessage `json:"params,omitempty"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  *rpcError       `json:"error,omitempty"`
}

type rpcError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// The error codes of the protocol that are used.
const (
	parseError     = -32700
	invalidRequest = -32600
	methodNotFound = -32601
	invalidParams  = -32602
	internalError  = -32603
	notInitialized = -32002
	cancelled      = -32800
)

// maxMessage is the largest message that is taken, in bytes: a content file has at most
// 4 MiB, and JSON may make six bytes of one.
const maxMessage = 32 << 20

var errTooLarge = errors.New("message too large")

// conn reads and writes messages. Writing is safe for concurrent use and never waits for
// the client, which may be writing itself and read only afterwards.
type conn struct {
	in *bufio.Reader

	mu      sync.Mutex
	waiting [][]byte      // messages to be sent
	more    chan struct{} // has one element while there are some
	sent    chan struct{} // closed when all are sent, after close
}

func newConn(in io.Reader, out io.Writer) *conn {
	c := &conn{in: bufio.NewReaderSize(in, 64<<10), more: make(chan struct{}, 1), sent: make(chan struct{})}
	go c.deliver(out)
	return c
}

// deliver sends the messages in their order.
func (c *conn) deliver(out io.Writer) {
	defer close(c.sent)
	for range c.more {
		c.mu.Lock()
		batch := c.waiting
		c.waiting = nil
		c.mu.Unlock()
		for _, m := range batch {
			if _, err := out.Write(m); err != nil {
				return // the client is gone, which is noticed when reading
			}
		}
	}
}

// close sends what waits; nothing may be written afterwards.
func (c *conn) close() {
	close(c.more)
	<-c.sent
}

// read returns the next message's bytes. io.EOF says that the client is gone.
func (c *conn) read() ([]byte, error) {
	length := -1
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			if line == "" && length < 0 && errors.Is(err, io.EOF) {
				return nil, io.EOF
			}
			return nil, io.ErrUnexpectedEOF
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			if length < 0 {
				continue // between messages
			}
			break
		}
		name, value, _ := strings.Cut(line, ":")
		if !strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			continue
		}
		if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length < 0 {
			return nil, fmt.Errorf("bad Content-Length %q", value)
		}
	}
	if length > maxMessage {
		return nil, errTooLarge
	}
	body := make([]byte, length)
	_, err := io.ReadFull(c.in, body)
	return body, err
}

// write sends a message.
func (c *conn) write(m any) {
	body, err := json.Marshal(m)
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, fmt.Appendf(nil, "Content-Length: %d\r\n\r\n%s", len(body), body))
	select {
	case c.more <- struct{}{}:
	default:
	}
}

// outgoing fixes the version of JSON-RPC and, in a response, a result that may be null.
type outgoing struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  any             `json:"params,omitempty"`
	Result  *any            `json:"result,omitempty"`
	Error   *rpcError       `json:"error,omitempty"`
}

func (c *conn) notify(method string, params any) {
	c.write(outgoing{Version: "2.0", Method: method, Params: params})
}

func (c *conn) reply(id json.RawMessage, result any, fault *rpcError) {
	if fault != nil {
		c.write(outgoing{Version: "2.0", ID: id, Error: fault})
		return
	}
	c.write(outgoing{Version: "2.0", ID: id, Result: &result})
}
