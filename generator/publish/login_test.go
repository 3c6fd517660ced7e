package publish_test

import (
	"context"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/crypto/ssh/knownhosts"

	"gongkai/generator/publish"
	"gongkai/generator/publish/s3store"
	"gongkai/generator/publish/sftpstore"
)

// atHome gives a test a home of its own.
func atHome(t *testing.T, content files) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for name, data := range content {
		name = filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return home
}

// Keys come from where OpenSSH has them: an agent, a file with a passphrase, what ~/.ssh/config names.
func TestKeysOfSSH(t *testing.T) {
	s := startSSH(t, "")
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(home, ".ssh", "id_ed25519"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.ParseRawPrivateKey(data)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte("口令 of the key"))
	if err != nil {
		t.Fatal(err)
	}
	locked := string(pem.EncodeToMemory(block))
	hosts := knownhosts.Line([]string{s.addr}, s.host) + "\n"
	_, port, _ := net.SplitHostPort(s.addr)
	from := edition(1).built(t)
	try := func(t *testing.T, raw string, env map[string]string) error {
		_, err := publish.Run(t.Context(), func(ctx context.Context) (publish.Store, error) {
			s, err := sftpstore.Open(ctx, raw, func(name string) string { return env[name] }, false, notices(t))
			if err != nil {
				return nil, err
			}
			return s, nil
		}, publish.Options{Folder: from, Target: raw})
		return err
	}
	to := func(t *testing.T) string { return "sftp://" + s.addr + t.TempDir() + "/www" }
	must := func(t *testing.T, raw string, env map[string]string) {
		t.Helper()
		if err := try(t, raw, env); err != nil {
			t.Fatalf("%v%s", err, hint(err))
		}
	}
	t.Run("no key", func(t *testing.T) {
		atHome(t, files{".ssh/known_hosts": hosts})
		refused(t, try(t, to(t), nil), "did not let the user", "GONGKAI_SSH_PASSWORD")
	})
	t.Run("passphrase", func(t *testing.T) {
		atHome(t, files{".ssh/known_hosts": hosts, ".ssh/id_ed25519": locked})
		refused(t, try(t, to(t), nil), "has a passphrase", "GONGKAI_SSH_PASSPHRASE")
		refused(t, try(t, to(t), map[string]string{"GONGKAI_SSH_PASSPHRASE": "wrong"}), "has a passphrase")
		must(t, to(t), map[string]string{"GONGKAI_SSH_PASSPHRASE": "口令 of the key"})
	})
	t.Run("agent", func(t *testing.T) {
		atHome(t, files{".ssh/known_hosts": hosts})
		socket := filepath.Join(t.TempDir(), "agent")
		program, err := exec.LookPath("ssh-agent")
		if err != nil {
			t.Fatal(err)
		}
		c := exec.CommandContext(t.Context(), program, "-D", "-a", socket)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = c.Process.Kill(); _ = c.Wait() }()
		conn, err := net.Dial("unix", socket)
		for err != nil && t.Context().Err() == nil { // until it listens
			conn, err = net.Dial("unix", socket)
		}
		defer conn.Close()
		if err := agent.NewClient(conn).Add(agent.AddedKey{PrivateKey: key}); err != nil {
			t.Fatal(err)
		}
		must(t, to(t), map[string]string{"SSH_AUTH_SOCK": socket})
	})
	t.Run("config", func(t *testing.T) {
		at := t.TempDir()
		home := atHome(t, files{".ssh/known_hosts_of_work": hosts, ".ssh/work key": string(data),
			".ssh/config": "Host web\n  HostName 127.0.0.1\n  Port " + port + "\n  IdentityFile \"~/.ssh/work key\"\n  UserKnownHostsFile ~/.ssh/known_hosts_of_work\n" +
				"Host inner\n  ProxyJump gate\nMatch host other\n  User someone\n"})
		must(t, "sftp://web"+at+"/www", nil)
		mustEqual(t, filepath.Join(at, "www"), edition(1).with())
		refused(t, try(t, "sftp://inner/x/y", nil), "ProxyJump", "ssh -L")
		if err := os.WriteFile(filepath.Join(home, ".ssh", "config"), []byte("Match exec true\n  User x\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, try(t, "sftp://web/x/y", nil), "~/.ssh/config cannot be understood")
	})
}

// A server that is not OpenSSH's, wants a password, and has a folder of the user's.
func TestAnotherServer(t *testing.T) {
	const password = "password-nobody-may-see"
	private, public := sshKey(t)
	signer, err := ssh.ParsePrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{PasswordCallback: func(c ssh.ConnMetadata, given []byte) (*ssh.Permissions, error) {
		if c.User() == "web" && string(given) == password {
			return nil, nil
		}
		return nil, fmt.Errorf("no")
	}}
	config.AddHostKey(signer)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	folder := t.TempDir()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go serveSFTP(conn, config, folder)
		}
	}()
	atHome(t, files{".ssh/known_hosts": knownhosts.Line([]string{l.Addr().String()}, public) + "\n"})
	given := "wrong"
	x := target{filepath.Join(folder, "公开"), func(ctx context.Context) (publish.Store, error) {
		s, err := sftpstore.Open(ctx, "sftp://web@"+l.Addr().String()+"/~/公开", func(name string) string {
			return map[string]string{"GONGKAI_SSH_PASSWORD": given}[name]
		}, false, notices(t))
		if err != nil {
			return nil, err
		}
		return s, nil
	}}
	_, err = x.run(t, edition(1).built(t))
	refused(t, err, "did not let the user web in")
	given = password
	x.must(t, edition(1).built(t))
	mustEqual(t, x.dir, edition(1).with())
	x.must(t, edition(2).built(t))
	mustEqual(t, x.dir, edition(2).with())
}

func serveSFTP(conn net.Conn, config *ssh.ServerConfig, folder string) {
	c, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	defer c.Close()
	go ssh.DiscardRequests(requests)
	for n := range channels {
		channel, requests, err := n.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range requests {
				_ = r.Reply(r.Type == "subsystem", nil)
			}
		}()
		go func() {
			if s, err := sftp.NewServer(channel, sftp.WithServerWorkingDirectory(folder)); err == nil {
				_ = s.Serve()
			}
			_ = channel.Close()
		}()
	}
}

// Keys, endpoint and region come from the files of Amazon's tools where the environment has none.
func TestKeysOfS3(t *testing.T) {
	g := startS3(t, false)
	atHome(t, files{
		".aws/credentials": "[work]\naws_access_key_id = " + testKey + "\naws_secret_access_key = " + testSecret + "\n",
		".aws/config":      "[profile work]\nregion = us-east-1\nendpoint_url = http://" + g.addr + "\n",
	})
	x := target{filepath.Join(g.dir, "bucket", "keys"), func(context.Context) (publish.Store, error) {
		return s3store.Open("s3://bucket/keys", func(name string) string { return map[string]string{"AWS_PROFILE": "work"}[name] }, notices(t))
	}}
	x.must(t, edition(1).built(t))
	mustEqual(t, x.dir, edition(1).with())
}
