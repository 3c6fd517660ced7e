package publish_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"gongkai/generator/diag"
	"gongkai/generator/publish"
	"gongkai/generator/publish/s3store"
	"gongkai/generator/publish/sftpstore"
)

// freePort is a port that nobody listens on.
func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// servers are those that the tests share: each is started when one first asks for it.
type servers struct {
	mu    sync.Mutex
	dir   string // of their files, removed at the end
	ssh   map[string]sshServer
	s3    map[bool]gateway
	known []string // lines of known_hosts
	key   ssh.PublicKey
	stops []func(failed bool)
}

var shared = servers{ssh: map[string]sshServer{}, s3: map[bool]gateway{}}

// folder makes a folder that stays until all tests have ended.
func (s *servers) folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp(s.dir, "")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// stop ends all servers, and shows what they said where a test failed.
func (s *servers) stop(failed bool) {
	for _, stop := range s.stops {
		stop(failed)
	}
}

// start runs a server until all tests have ended, and waits until it listens.
func (s *servers) start(t testing.TB, addr string, c *exec.Cmd) {
	t.Helper()
	log, err := os.Create(filepath.Join(s.folder(t), "log"))
	if err != nil {
		t.Fatal(err)
	}
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	said := func() string {
		data, err := os.ReadFile(log.Name())
		if err != nil {
			return err.Error()
		}
		return string(data)
	}
	s.stops = append(s.stops, func(failed bool) {
		_ = c.Process.Kill()
		<-ended
		_ = log.Close()
		if failed {
			fmt.Printf("%s said:\n%.4000s", filepath.Base(c.Path), said())
		}
	})
	for {
		if conn, err := net.Dial("tcp", addr); err == nil {
			_ = conn.Close()
			return
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s ended at once (%v):\n%s", c.Path, err, said())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// sshKey makes a key pair: the private one in the form of OpenSSH.
func sshKey(t testing.TB) (private []byte, public ssh.PublicKey) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(block), signer.PublicKey()
}

// sshServer is Debian's OpenSSH server, run by whoever runs the tests, for him alone.
type sshServer struct {
	addr string
	host ssh.PublicKey
}

// startSSH starts a server and makes it known. extra are arguments of its SFTP server.
func startSSH(t testing.TB, extra string) sshServer {
	t.Helper()
	return startSSHWith(t, strings.TrimSpace("internal-sftp "+extra))
}

// startSSHWith starts a server with another SFTP server.
func startSSHWith(t testing.TB, extra string) sshServer {
	t.Helper()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if s, ok := shared.ssh[extra]; ok {
		return s
	}
	const program = "/usr/sbin/sshd"
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("the OpenSSH server is missing (%v); internal/acceptance/setup installs it", err)
	}
	if os.Geteuid() == 0 {
		// The service makes this folder when it starts; here it does not start.
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	dir := shared.folder(t)
	put := func(name string, data []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	hostKey, host := sshKey(t)
	if shared.key == nil {
		var private []byte
		private, shared.key = sshKey(t)
		writeHome(t, ".ssh/id_ed25519", string(private))
	}
	addr := freePort(t)
	_, port, _ := net.SplitHostPort(addr)
	config := put("sshd_config", fmt.Appendf(nil, `ListenAddress 127.0.0.1
Port %s
HostKey %s
AuthorizedKeysFile %s
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
MaxStartups 100
LogLevel ERROR
Subsystem sftp %s
`, port, put("host", hostKey), put("authorized", ssh.MarshalAuthorizedKey(shared.key)), extra))
	shared.start(t, addr, exec.Command(program, "-D", "-e", "-f", config))
	s := sshServer{addr, host}
	shared.ssh[extra] = s
	known(t, addr, host)
	return s
}

// known adds a host's key to known_hosts.
func known(t testing.TB, addr string, key ssh.PublicKey) {
	t.Helper()
	shared.known = append(shared.known, knownhosts.Line([]string{addr}, key)+"\n")
	writeHome(t, ".ssh/known_hosts", strings.Join(shared.known, ""))
}

func writeHome(t testing.TB, name, data string) {
	t.Helper()
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	name = filepath.Join(home, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// sshTarget is a new folder of the server, reached at addr.
func sshTarget(t testing.TB, addr string) target {
	dir := filepath.Join(t.TempDir(), "网站", "www")
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	return target{dir, func(ctx context.Context) (publish.Store, error) {
		s, err := sftpstore.Open(ctx, "sftp://"+addr+dir, noEnv, false, notices(t))
		if err != nil { // an interface that holds no store is not nil
			return nil, err
		}
		return s, nil
	}}
}

func noEnv(string) string { return "" }

func notices(t testing.TB) func(diag.Text) { return func(n diag.Text) { t.Logf("note: %s", n.EN) } }

// gateway is versitygw, an object store whose objects are files.
type gateway struct {
	addr, dir string
	env       map[string]string
}

const (
	testKey    = "TESTACCESSKEY"
	testSecret = "test-secret-that-nobody-may-see"
)

// startS3 starts an object store with a bucket, over https where secure.
func startS3(t testing.TB, secure bool) gateway {
	t.Helper()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if g, ok := shared.s3[secure]; ok {
		return g
	}
	program, err := filepath.Abs("../../bin/versitygw")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("versitygw is missing; `make setup` installs it into bin/ (%v)", err)
	}
	g := gateway{addr: freePort(t), dir: shared.folder(t)}
	g.env = map[string]string{"AWS_ACCESS_KEY_ID": testKey, "AWS_SECRET_ACCESS_KEY": testSecret, "AWS_ENDPOINT_URL": "http://" + g.addr}
	args := []string{"--port", g.addr, "--quiet"}
	if secure {
		certificate, key := selfSigned(t)
		args = append(args, "--cert", certificate, "--key", key)
		g.env["AWS_ENDPOINT_URL"] = "https://" + g.addr
		g.env["AWS_CA_BUNDLE"] = certificate
	}
	if err := os.Mkdir(filepath.Join(g.dir, "bucket"), 0o755); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, append(args, "posix", "--sidecar", shared.folder(t), g.dir)...)
	c.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+testKey, "ROOT_SECRET_KEY="+testSecret)
	shared.start(t, g.addr, c)
	shared.s3[secure] = g
	return g
}

// selfSigned makes a certificate for 127.0.0.1.
func selfSigned(t testing.TB) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	from := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, from, from, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	put := func(name, kind string, data []byte) string {
		name = filepath.Join(shared.folder(t), name)
		if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	return put("cert.pem", "CERTIFICATE", der), put("key.pem", "PRIVATE KEY", secret)
}

// target is a new prefix in the bucket, with other variables in the environment.
func (g gateway) target(t testing.TB, env ...string) target { return g.telling(t, notices(t), env...) }

func (g gateway) telling(t testing.TB, notice func(diag.Text), env ...string) target {
	prefix := "站/" + strings.NewReplacer("/", "-", " ", "-").Replace(t.Name())
	look := func(name string) string {
		for _, e := range env {
			if v, ok := strings.CutPrefix(e, name+"="); ok {
				return v
			}
		}
		return g.env[name]
	}
	return target{filepath.Join(g.dir, "bucket", filepath.FromSlash(prefix)), func(context.Context) (publish.Store, error) {
		s, err := s3store.Open("s3://bucket/"+prefix, look, notice)
		if err != nil {
			return nil, err
		}
		return s, nil
	}}
}

func pemOf(certificate []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
}
