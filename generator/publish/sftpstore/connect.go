package sftpstore

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/crypto/ssh/knownhosts"

	"gongkai/generator/diag"
	"gongkai/generator/publish"
)

// Where secrets are that are not in a file.
const (
	passwordVariable   = "GONGKAI_SSH_PASSWORD"
	passphraseVariable = "GONGKAI_SSH_PASSPHRASE"
)

// patience is how long a server may take to answer.
const patience = 30 * time.Second

// connection is a connection to a server.
type connection struct {
	*ssh.Client
	sftp  *sftp.Client
	agent io.Closer
	stop  context.CancelFunc
}

// connect connects, and sees that the server is the one that known_hosts knows.
func (t *target) connect(ctx context.Context, env func(string) string) (*connection, error) {
	hosts, err := t.knownHosts()
	if err != nil {
		return nil, err
	}
	addr := net.JoinHostPort(t.host, t.port)
	auth, locked, closer := t.auth(env)
	var unknown error // of the host key, which the handshake wraps
	config := &ssh.ClientConfig{
		User: t.user, Auth: auth, Timeout: patience, ClientVersion: "SSH-2.0-gongkai",
		HostKeyAlgorithms: algorithms(hosts, addr),
		HostKeyCallback: func(name string, remote net.Addr, key ssh.PublicKey) error {
			if err := hosts(name, remote, key); err != nil {
				unknown = t.strangeHost(err, key)
				return unknown
			}
			return nil
		},
	}
	conn, err := (&net.Dialer{Timeout: patience}).DialContext(ctx, "tcp", addr)
	if err != nil {
		closeAll(closer)
		return nil, &publish.Error{Message: diag.Textf("连不上 %s", "%s cannot be reached", addr),
			Hint: diag.Textf("请检查主机名、端口和网络：%v", "check the host, the port and the network: %v", err), Err: err}
	}
	_ = conn.SetDeadline(time.Now().Add(patience))
	c, channels, requests, err := ssh.NewClientConn(conn, addr, config)
	if err != nil {
		closeAll(conn, closer)
		if unknown != nil {
			return nil, unknown
		}
		return nil, t.notLoggedIn(err, locked)
	}
	_ = conn.SetDeadline(time.Time{})
	out := &connection{Client: ssh.NewClient(c, channels, requests), agent: closer}
	if out.sftp, err = session(out.Client); err != nil {
		closeAll(out.Client, closer)
		return nil, &publish.Error{Message: diag.Textf("服务器不提供 SFTP：%s", "the server offers no SFTP: %s", addr),
			Hint: diag.Textf("请管理员在 sshd_config 中启用 Subsystem sftp", "have its administrator enable Subsystem sftp in sshd_config"), Err: err}
	}
	alive, stop := context.WithCancel(context.Background())
	out.stop = stop
	go out.keepAlive(alive)
	return out, nil
}

// session opens SFTP, with large requests where the server is one that takes them: OpenSSH, which tells its limits.
func session(c *ssh.Client) (*sftp.Client, error) {
	const few = 8 // requests a file, so that files together do not take much memory
	s, err := sftp.NewClient(c, sftp.MaxConcurrentRequestsPerFile(few))
	if err != nil {
		return nil, err
	}
	if _, ok := s.HasExtension("limits@openssh.com"); !ok {
		return s, nil
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return sftp.NewClient(c, sftp.MaxConcurrentRequestsPerFile(few), sftp.MaxPacketUnchecked(255<<10))
}

// keepAlive ends a connection whose server does not answer, which nothing else would notice.
func (c *connection) keepAlive(ctx context.Context) {
	tick := time.NewTicker(patience / 2)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		answered := make(chan error, 1)
		go func() {
			_, _, err := c.SendRequest("keepalive@openssh.com", true, nil)
			answered <- err
		}()
		select {
		case <-ctx.Done():
			return
		case err := <-answered:
			if err == nil {
				continue
			}
		case <-time.After(patience):
		}
		_ = c.Client.Close()
		return
	}
}

func (c *connection) close() error {
	c.stop()
	err := c.sftp.Close()
	closeAll(c.Client, c.agent)
	if errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) {
		err = nil // it was cut, and that was reported
	}
	return err
}

func closeAll(all ...io.Closer) {
	for _, c := range all {
		if c != nil {
			_ = c.Close()
		}
	}
}

// knownHosts reads the files of known hosts that are there.
func (t *target) knownHosts() (ssh.HostKeyCallback, error) {
	files := slices.DeleteFunc(slices.Clone(t.known), func(p string) bool {
		info, err := os.Stat(p)
		return err != nil || info.IsDir()
	})
	hosts, err := knownhosts.New(files...)
	if err != nil {
		return nil, &publish.Error{Message: diag.Textf("known_hosts 文件读不懂", "a known_hosts file cannot be understood"),
			Hint: diag.Textf("请检查 %s：%v", "check %s: %v", strings.Join(files, ", "), err), Err: err}
	}
	return hosts, nil
}

// algorithms are those of the keys that are known of a host: a server that has several keys is to show
// one of these.
func algorithms(hosts ssh.HostKeyCallback, addr string) (out []string) {
	public, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil
	}
	none, err := ssh.NewPublicKey(public)
	if err != nil {
		return nil
	}
	var unknown *knownhosts.KeyError
	if !errors.As(hosts(addr, &net.TCPAddr{}, none), &unknown) {
		return nil
	}
	for _, k := range unknown.Want {
		switch kind := k.Key.Type(); kind {
		case ssh.KeyAlgoRSA:
			out = append(out, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256)
		default:
			out = append(out, kind)
		}
	}
	return slices.Compact(out)
}

// strangeHost says what is wrong with the key of a host.
func (t *target) strangeHost(err error, key ssh.PublicKey) error {
	print := ssh.FingerprintSHA256(key)
	var k *knownhosts.KeyError
	var revoked *knownhosts.RevokedError
	switch {
	case errors.As(err, &revoked):
		return &publish.Error{Message: diag.Textf("服务器 %s 的密钥已被吊销：%s", "the key of the server %s was revoked: %s", t.host, print),
			Hint: diag.Textf("没有发送任何内容。请询问服务器的管理员", "nothing was sent; ask the server's administrator"), Err: err}
	case errors.As(err, &k) && len(k.Want) == 0:
		return &publish.Error{Message: diag.Textf("不认识服务器 %s：known_hosts 里没有它的密钥", "the server %s is not known: known_hosts has no key of it", t.host),
			Hint: diag.Textf("它出示的密钥是 %s。请向管理员核对后，用 ssh -p %s %s@%s 连接一次并接受", "it showed the key %s; compare it with what its administrator says, then connect once with ssh -p %s %s@%s and accept it", print, t.port, t.user, t.host), Err: err}
	}
	return &publish.Error{Message: diag.Textf("服务器 %s 出示的密钥与 known_hosts 里的不同：%s", "the server %s showed another key than known_hosts has: %s", t.host, print),
		Hint: diag.Textf("没有发送任何内容。可能有人冒充，也可能服务器重装过；请向管理员核对，不要直接删除旧密钥", "nothing was sent; someone may pretend to be it, or it was set up again; ask its administrator before you delete the old key"), Err: err}
}

func (t *target) notLoggedIn(err error, locked []string) error {
	if strings.Contains(err.Error(), "unable to authenticate") {
		hint := diag.Textf("请检查用户名和密钥；密钥来自 ssh-agent、~/.ssh，密码来自环境变量 %s", "check the user and the key; keys come from ssh-agent and ~/.ssh, a password from the environment variable %s", passwordVariable)
		if len(locked) > 0 {
			hint = diag.Textf("密钥 %s 有口令：请用 ssh-add 加入 ssh-agent，或设环境变量 %s", "the key %s has a passphrase: add it to ssh-agent with ssh-add, or set the environment variable %s", strings.Join(locked, ", "), passphraseVariable)
		}
		return &publish.Error{Message: diag.Textf("服务器 %s 不接受用户 %s 的登录", "the server %s did not let the user %s in", t.host, t.user), Hint: hint, Err: err}
	}
	return &publish.Error{Message: diag.Textf("与 %s 的连接没有建立", "no connection to %s could be set up", t.host),
		Hint: diag.Textf("请检查端口是否是 SSH 的：%v", "check that the port is that of SSH: %v", err), Err: err}
}

// auth are the ways to log in; locked are keys that could not be used for want of their passphrase.
func (t *target) auth(env func(string) string) (methods []ssh.AuthMethod, locked []string, closer io.Closer) {
	var signers []ssh.Signer
	for _, p := range t.identities {
		data, err := os.ReadFile(p)
		if err != nil {
			continue
		}
		key, err := ssh.ParsePrivateKey(data)
		var missing *ssh.PassphraseMissingError
		if errors.As(err, &missing) {
			if phrase := env(passphraseVariable); phrase != "" {
				key, err = ssh.ParsePrivateKeyWithPassphrase(data, []byte(phrase))
			}
			if err != nil {
				locked = append(locked, filepath.ToSlash(p))
			}
		}
		if err == nil {
			signers = append(signers, key)
		}
	}
	if socket := env("SSH_AUTH_SOCK"); socket != "" {
		if conn, err := net.Dial("unix", socket); err == nil {
			closer = conn
			if keys, err := agent.NewClient(conn).Signers(); err == nil {
				signers = append(t.fromAgent(keys), signers...)
			}
		}
	}
	if len(signers) > 0 {
		methods = append(methods, ssh.PublicKeys(signers...))
	}
	if password := env(passwordVariable); password != "" {
		methods = append(methods, ssh.Password(password), ssh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
			return slices.Repeat([]string{password}, len(questions)), nil
		}))
	}
	return methods, locked, closer
}

// fromAgent chooses which keys of the agent are offered.
func (t *target) fromAgent(keys []ssh.Signer) []ssh.Signer {
	if !t.onlyThese {
		return keys
	}
	var out []ssh.Signer
	for _, p := range t.identities {
		data, err := os.ReadFile(p + ".pub")
		if err != nil {
			continue
		}
		public, _, _, _, err := ssh.ParseAuthorizedKey(data)
		if err != nil {
			continue
		}
		for _, k := range keys {
			if string(k.PublicKey().Marshal()) == string(public.Marshal()) {
				out = append(out, k)
			}
		}
	}
	return out
}
