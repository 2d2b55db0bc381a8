<?php
// Endpoints with one defect each, at /NAME, as they are written by hand. Run by `php -S`.

$token = getenv('TWILIO_AUTH_TOKEN');
[$path, $query] = array_pad(explode('?', $_SERVER['REQUEST_URI'], 2), 2, null);
$name = trim($path, '/');
$url = 'http://' . $_SERVER['HTTP_HOST'] . $_SERVER['REQUEST_URI'];
$signature = $_SERVER['HTTP_X_TWILIO_SIGNATURE'] ?? '';
$body = file_get_contents('php://input');
$type = strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0]));
$isForm = $type === 'application/x-www-form-urlencoded';

// As it came: $_POST renames parameters, and keeps one of several values.
function pairs(string $body): array
{
    $pairs = [];
    foreach (explode('&', $body) as $part) {
        if ($part === '') continue;
        [$name, $value] = array_pad(explode('=', $part, 2), 2, '');
        $pairs[] = [urldecode($name), urldecode($value)];
    }
    return $pairs;
}

function sign(string $token, string $url, array $pairs): string
{
    $texts = array_map(fn ($pair) => $pair[0] . "\0" . $pair[1], $pairs);
    $texts = array_unique($texts);
    sort($texts, SORT_STRING);
    $text = $url . str_replace("\0", '', implode('', $texts));
    return base64_encode(hash_hmac('sha1', $text, $token, true));
}

function verify(string $url, array $pairs, string $signature, string $token): bool
{
    return hash_equals(sign($token, $url, $pairs), $signature);
}

$pairs = $isForm ? pairs($body) : [];
parse_str($query ?? '', $inQuery);
$hash = $inQuery['bodySHA256'] ?? '';
$covered = $isForm || ($body === '' && $_FILES === [] && $_POST === []) || $hash === hash('sha256', $body);
$correct = fn () => $covered && verify($url, $pairs, $signature, $token);

/** What each endpoint does in another way. */
$defects = [
    'compares-as-much-as-came' => fn () => $covered && $signature !== ''
        && strncmp(sign($token, $url, $pairs), $signature, strlen($signature)) === 0,
    'ignores-the-body-without-a-form' => fn () => verify($url, $pairs, $signature, $token),
    'accepts-unsigned-get' => fn () => $_SERVER['REQUEST_METHOD'] !== 'POST' || $correct(),
    'empty-token' => fn () => $correct() || ($covered && verify($url, $pairs, $signature, (string) getenv('OTHER_TOKEN'))),
    'lower-cases-a-value' => fn () => $covered && verify(
        $url,
        array_map(fn ($p) => $p[0] === 'CallStatus' ? [$p[0], strtolower($p[1])] : $p, $pairs),
        $signature,
        $token
    ),
    'script-name-for-the-url' => fn () => $correct() || ($covered && verify(explode('?', $url)[0], $pairs, $signature, $token)),
    'only-if-there-is-a-signature' => fn () => $signature === '' || $correct(),
    'case-of-the-signature' => fn () => $covered && strcasecmp(sign($token, $url, $pairs), $signature) === 0,
    'skips-arrays' => fn () => $covered && verify(
        $url,
        $isForm ? array_values(array_filter(
            array_map(fn ($n, $v) => is_string($v) ? [(string) $n, $v] : null, array_keys($_POST), $_POST)
        )) : [],
        $signature,
        $token
    ),
    'skips-unknown-names' => fn () => $covered && verify(
        $url,
        array_values(array_filter($pairs, fn ($p) => ctype_upper($p[0][0] ?? ''))),
        $signature,
        $token
    ),
    'trusts-localhost' => fn () => ($_SERVER['HTTP_X_FORWARDED_FOR'] ?? '') === '127.0.0.1' || $correct(),
    'the-path-alone' => fn () => $covered
        && (verify($url, $pairs, $signature, $token)
            || verify('http://elsewhere.example' . $_SERVER['REQUEST_URI'], $pairs, $signature, $token)),
];

$odd = [
    'odd-two-hundred' => function () {
        header('Content-Type: text/html');
        echo '<html><title>Oops</title><p>Request ' . bin2hex(random_bytes(8)) . ' is not for you.</p></html>';
    },
    'odd-login' => fn () => header('Location: /login.php', true, 302),
    'odd-not-found' => fn () => http_response_code(404),
];

if ($path !== "/$name" || !isset($defects[$name]) && !isset($odd[$name])) {
    http_response_code(404);
    return;
}
if (strlen($body) > 1000000) {
    http_response_code(413);
} elseif (($defects[$name] ?? $correct)()) {
    header('Content-Type: text/xml');
    echo '<Response><Say>You pressed ' . htmlspecialchars((string) json_encode($_POST['Digits'] ?? 'nothing')) . '.</Say></Response>';
} elseif (isset($odd[$name])) {
    $odd[$name]();
} else {
    http_response_code(403);
    echo 'forbidden';
}
