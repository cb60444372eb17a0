#include "server/web/start_page.h"

#include <fmt/format.h>

namespace stafett::server::web {

namespace http = caldav::http;

namespace {

constexpr std::string_view kStart = R"(<!DOCTYPE html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Stafett – nätverkens gemensamma kalender</title>
<style>
body {{ font: 1.0625rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }}
h1, h2 {{ line-height: 1.25; }}
code {{ font-size: 1em; overflow-wrap: anywhere; }}
dt {{ font-weight: bold; margin-top: .75rem; }}
</style>
</head>
<body>
<main>
<h1>Stafett</h1>
<p>Här finns nätverkens träffar: när de är, vilken kommun som är värd och vad som gäller. Kalendern läses och ändras i
det kalenderprogram du redan använder.</p>

<h2>Anslut ditt kalenderprogram</h2>
<p>Du behöver inloggningen du fått av den som sköter Stafett hos er. Serverns adress är</p>
<p><code>{origin}/</code></p>
<dl>
<dt>iPhone, iPad och Mac</dt>
<dd>Inställningar, Kalender, Konton, Lägg till konto, Annat, Lägg till CalDAV-konto. Skriv adressen som server.</dd>
<dt>Android med DAVx⁵</dt>
<dd>Lägg till konto, ”Logga in med webbadress och användarnamn”.</dd>
<dt>Thunderbird</dt>
<dd>Ny kalender, På nätverket. Skriv användarnamn och adress.</dd>
<dt>Outlook</dt>
<dd>Prenumerera på den hemliga länken som slutar på <code>.ics</code>. Be om en om du inte har någon. Med tillägget CalDav
Synchronizer kan du även ändra.</dd>
</dl>

<h2>Var är nätverken?</h2>
<p>När kontot är anslutet syns en kalender för varje nätverk som du hör till. Ordförande och sekreterare lägger in och
ändrar träffar där; för övriga går den att läsa. Den som samordnar har dessutom kalendern Alla nätverk.</p>

<section lang="en">
<h2>In English</h2>
<p>This is the shared calendar of a group of networks. Connect any CalDAV program to <code>{origin}/</code> with the login
you were given; each network you belong to appears as a calendar of its own.</p>
</section>
</main>
</body>
</html>
)";

void secure(http::Response& response) {
    response.fields.add("Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                        "frame-ancestors 'none'");
    response.fields.add("X-Content-Type-Options", "nosniff");
    response.fields.add("Referrer-Policy", "no-referrer");
}

http::Response document(std::string type, std::string text) {
    http::Response response;
    response.fields.add("Content-Type", std::move(type));
    response.fields.add("Cache-Control", "no-cache");
    secure(response);
    response.body = std::move(text);
    return response;
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\'':
                safe += "&#39;";
                break;
            default:
                safe += c;
        }
    return safe;
}

http::Response page(const http::RequestHead& head, std::string_view origin) {
    const bool is_start = head.path() == "/", is_robots = head.path() == "/robots.txt";
    if (!is_start && !is_robots) return http::text_response(404, "Sidan finns inte. / There is no such page.\n");
    if (head.method != "GET" && head.method != "HEAD") {
        http::Response refused = http::text_response(405, "Här går det bara att läsa. / This can only be read.\n");
        refused.fields.add("Allow", is_start ? "GET, HEAD, OPTIONS, PROPFIND, REPORT" : "GET, HEAD");
        return refused;
    }
    if (is_robots) return document("text/plain; charset=utf-8", "User-agent: *\nAllow: /feeds/\nDisallow: /\n");
    return document("text/html; charset=utf-8", fmt::format(kStart, fmt::arg("origin", escaped(origin))));
}

}  // namespace stafett::server::web
