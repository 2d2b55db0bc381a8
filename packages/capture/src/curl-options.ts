import { CaptureError } from './errors.js';

// All options of curl, as `curl --help all` and its manual list them.

const shorts: ReadonlyMap<string, string> = new Map(
  words(`
    a=append E=cert K=config C=continue-at b=cookie c=cookie-jar d=data q=disable D=dump-header f=fail F=form
    P=ftp-port G=get g=globoff I=head H=header h=help 0=http1.0 i=include k=insecure 4=ipv4 6=ipv6
    j=junk-session-cookies l=list-only L=location M=manual m=max-time n=netrc :=next N=no-buffer o=output
    Z=parallel #=progress-bar x=proxy U=proxy-user p=proxytunnel Q=quote r=range e=referer J=remote-header-name
    O=remote-name R=remote-time X=request S=show-error s=silent Y=speed-limit y=speed-time 2=sslv2 3=sslv3
    t=telnet-option z=time-cond 1=tlsv1 T=upload-file B=use-ascii u=user A=user-agent v=verbose V=version
    w=write-out
  `).map((one) => [one.charAt(0), one.slice(2)] as const),
);

const withValue: ReadonlySet<string> = new Set(
  words(`
    abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to
    continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw
    data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech
    egd-file engine etag-compare etag-save expect100-timeout form form-string ftp-account
    ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip
    header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json keepalive-cnt keepalive-time key
    key-type knownhosts krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt
    max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max
    parallel-max-host pass pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath
    proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass
    proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser
    proxy-user proxy1.0 pubkey quote random-file range rate referer request request-target resolve retry
    retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service
    socks5-hostname speed-limit speed-time ssl-sessions stderr telnet-option tftp-blksize time-cond tls-max
    tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file
    upload-flags url url-query user user-agent vlan-priority write-out
  `),
);

/** Those without a value; also each that begins with "no-". */
const flags: ReadonlySet<string> = new Set(
  words(`
    anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest disable
    disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure dump-ca-embed fail fail-early
    fail-with-body false-start follow form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc
    ftp-ssl-control get globoff haproxy-protocol head help http0.9 http1.0 http1.1 http2 http2-prior-knowledge
    http3 http3-only ignore-content-length include insecure ipv4 ipv6 junk-session-cookies keepalive list-only
    location location-trusted mail-rcpt-allowfails manual metalink mptcp negotiate netrc netrc-optional next ntlm
    ntlm-wb out-null parallel parallel-immediate path-as-is post301 post302 post303 progress-bar progress-meter
    proxy-anyauth proxy-basic proxy-ca-native proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm
    proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw remote-header-name remote-name
    remote-name-all remote-time remove-on-error retry-all-errors retry-connrefused sasl-ir show-error silent
    show-headers skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast
    ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output
    suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tls-earlydata tlsv1 tlsv1.0 tlsv1.1 tlsv1.2
    tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose version xattr
  `),
);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** An option by its long name, and its value, if it takes one. A URL is one of "url". */
export type CurlOption = readonly [name: string, value: string];

/**
 * The options of a command line of curl, in their order.
 *
 * @param args the words after "curl"
 * @throws CaptureError if one is not known, so that nobody knows whether the next word is its value
 */
export function curlOptions(args: readonly string[]): CurlOption[] {
  const options: CurlOption[] = [];
  const rest = [...args];
  const add = (name: string, written: string, attached: string | undefined) => {
    if (!withValue.has(name)) return options.push([name, '']);
    const value = attached ?? rest.shift();
    if (value !== undefined) return options.push([name, value]);
    throw new CaptureError(`The option ${written} of curl has no value: copy all of the command.`);
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') options.push(...rest.splice(0).map((url): CurlOption => ['url', url]));
    else if (word.startsWith('--')) {
      const [, name = '', attached] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
      add(known(name, `--${name}`), `--${name}`, attached);
    } else if (!/^-./s.test(word)) options.push(['url', word]);
    else {
      for (let i = 1; i < word.length; i++) {
        const letter = word.charAt(i);
        const name = known(shorts.get(letter) ?? '', `-${letter}`);
        add(name, `-${letter}`, word.slice(i + 1) || undefined);
        if (withValue.has(name)) break;
      }
    }
  }
  return options;
}

function known(name: string, written: string): string {
  if (withValue.has(name) || flags.has(name) || /^no-./.test(name)) return name;
  throw new CaptureError(
    `The option ${JSON.stringify(written)} of curl is not known here: leave it out if it changes nothing of the request, or capture the request itself, as raw HTTP.`,
  );
}
