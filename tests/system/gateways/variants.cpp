// The gateways as an operator would write them, and their common files.
#include "variants.hpp"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace hellojohn::tests {

namespace {

constexpr const char* page = "<!doctype html><title>Sorry</title><p>We will be right back.</p>\n";

std::string replaced(std::string text, const Surroundings& at) {
  const std::pair<std::string, std::string> words[] = {
      {"@FOLDER@", at.folder},
      {"@PORT@", std::to_string(at.port)},
      {"@SERVICE@", std::to_string(at.service_port)}};
  for (const auto& [word, value] : words)
    for (std::size_t found; (found = text.find(word)) != std::string::npos;)
      text.replace(found, word.size(), value);
  return text;
}

/// Workers of a gateway that root starts would be "nobody", who may not read the temporary folder.
const std::string& user_line() {
  // Asked once: the answers of both calls lie in memory that threads share.
  static const std::string line = []() -> std::string {
    const passwd* const user = ::getpwuid(::geteuid());
    const group* const group = ::getgrgid(::getegid());
    if (::geteuid() != 0 || user == nullptr || group == nullptr) return {};
    return std::string("user ") + user->pw_name + " " + group->gr_name + ";\n";
  }();
  return line;
}

std::string nginx_text(const Lines& lines) {
  return user_line() + R"(daemon off;
worker_processes 1;
pid @FOLDER@/pid;
events { worker_connections 256; }
http {
  log_format early '$request_method $uri $status early=$ssl_early_data';
  access_log @FOLDER@/access.log early;
  client_body_temp_path @FOLDER@/body;
  proxy_temp_path @FOLDER@/proxy;
  fastcgi_temp_path @FOLDER@/fastcgi;
  uwsgi_temp_path @FOLDER@/uwsgi;
  scgi_temp_path @FOLDER@/scgi;
  default_type text/html;
  upstream service {
    server 127.0.0.1:@SERVICE@;
    )" + lines.upstream +
         R"(
  }
  server {
    listen 127.0.0.1:@PORT@ ssl)" +
         lines.listen + R"(;
    ssl_certificate @FOLDER@/leaf.pem;
    ssl_certificate_key @FOLDER@/key.pem;
    )" + lines.server +
         R"(
    location / {
      proxy_pass http://service;
      proxy_connect_timeout 1s;
      proxy_read_timeout 1s;
      )" +
         lines.location + R"(
    }
    location = /sorry.html {
      internal;
      root @FOLDER@;
      add_header Retry-After 1 always;
    }
  }
}
)";
}

std::string haproxy_text(const Lines& lines) {
  return R"(global
  maxconn 256
defaults
  mode http
  timeout connect 1s
  timeout client 20s
  timeout server 1s
frontend clients
  bind 127.0.0.1:@PORT@ ssl crt @FOLDER@/both.pem )" +
         lines.listen + R"(
  default_backend service
backend service
)" + lines.server +
         R"(
  server one 127.0.0.1:@SERVICE@
)";
}

Variant nginx(std::string name, Lines lines) {
  Variant out;
  out.name = "nginx " + std::move(name);
  out.lines = std::move(lines);
  return out;
}

Variant haproxy(std::string name, Lines lines) {
  Variant out = nginx("", std::move(lines));
  out.name = "haproxy " + std::move(name);
  out.kind = GatewayKind::haproxy;
  return out;
}

/// nginx that puts its own page instead of an answer that it lost.
Variant nginx_page(const std::string& status, bool with_desk) {
  Lines lines;
  lines.server = "error_page 502 504 =" + status + " /sorry.html;";
  Variant out = nginx("error_page =" + status, lines);
  out.with_desk = with_desk;
  return out;
}

std::string padding(int kib) {
  std::string out;
  for (int i = 0; i < 2 * kib; ++i)
    out += "add_header X-Padding-" + std::to_string(i) + " " + std::string(500, 'x') + " always;\n";
  return out;
}

void add_nginx_pages(std::vector<Variant>& out) {
  for (const char* status : {"200", "401", "403", "405", "408", "413", "429"})
    out.push_back(nginx_page(status, std::string(status) == "200"));
  out.push_back(nginx_page("404", true));
  out.push_back(nginx_page("503", true));
  Variant redirect =
      nginx("error_page =302", {"", "", "error_page 502 504 =302 https://status.example/;", ""});
  redirect.with_desk = true;
  out.push_back(std::move(redirect));
  // Pages with the service's media type: a text, and an error without a code of the service.
  const auto json_page = [&out](const std::string& status, const std::string& body) {
    Variant one = nginx("JSON page =" + status,
                        {"", "",
                         "error_page 502 504 =" + status +
                             " /page.json;\n"
                             "location = /page.json { default_type application/json; return " +
                             status + " '" + body + "'; }",
                         ""});
    one.with_desk = true;
    out.push_back(std::move(one));
  };
  json_page("200", "Back soon");
  json_page("200", R"({"error":"Service Unavailable"})");
  json_page("401", R"({"error":"Unauthorized"})");
  json_page("401", R"({"error":"unauthorized"})");
  json_page("404", R"({"error":"not_found"})");
  json_page("403", R"({"status":403,"error":"Forbidden"})");
  // It replaces the service's refusals too, and with them the challenge that follows a password.
  Variant pages = nginx("pages for all errors",
                        {"", "",
                         "proxy_intercept_errors on;\n"
                         "error_page 400 401 403 404 409 429 500 502 503 504 /sorry.html;",
                         ""});
  pages.lets_through = false;
  out.push_back(std::move(pages));
  // Put before the service while people are signed in: each answer is the gateway's own.
  Variant password =
      nginx("password in front", {"", "", "", "auth_basic staff; auth_basic_user_file /dev/null;"});
  password.lets_through = false;
  out.push_back(std::move(password));
  Variant portal = nginx("captive portal", {"", "", "", "return 302 http://portal.example/;"});
  portal.lets_through = false;
  out.push_back(std::move(portal));
}

void add_nginx_ways(std::vector<Variant>& out) {
  const std::string reused = "proxy_http_version 1.1;\nproxy_set_header Connection \"\";";
  // nginx sends an idempotent request again if a kept connection to the service breaks.
  Variant keepalive = nginx("keepalive upstream", {"", "keepalive 16;", "", reused});
  keepalive.with_desk = true;
  out.push_back(std::move(keepalive));
  out.push_back(nginx(
      "gzip",
      {"", "", "gzip on; gzip_proxied any; gzip_min_length 1; gzip_types application/json;", ""}));
  out.push_back(nginx("HTTP/2 offered", {" http2", "", "", ""}));
  out.push_back(nginx("buffering off", {"", "", "", "proxy_buffering off;"}));
  Variant idle = nginx("keep-alive of 1 s", {"", "", "keepalive_timeout 1s;", ""});
  idle.closes_after_a_second = true;
  out.push_back(std::move(idle));
  out.push_back(nginx("14 KiB of headers", {"", "", padding(14), ""}));
  Variant large = nginx("20 KiB of headers", {"", "", padding(20), ""});
  large.lets_through = false;
  out.push_back(std::move(large));
  Variant certificate =
      nginx("client certificate",
            {"", "", "ssl_verify_client on; ssl_client_certificate @FOLDER@/ca.pem;", ""});
  certificate.lets_through = false;
  out.push_back(std::move(certificate));
  out.push_back(nginx(
      "TLS 1.3 with 0-RTT",
      {"", "", "ssl_protocols TLSv1.3; ssl_early_data on; ssl_session_cache shared:tls:1m;", ""}));
}

void add_haproxy(std::vector<Variant>& out) {
  Variant plain = haproxy("plain", {});
  plain.with_desk = true;
  out.push_back(std::move(plain));
  const std::string files =
      "  errorfile 502 @FOLDER@/busy.http\n  errorfile 504 @FOLDER@/busy.http";
  Variant busy = haproxy("errorfile 503", {"", "", files, ""});
  busy.with_desk = true;
  out.push_back(std::move(busy));
  out.push_back(haproxy("errorfile 200", {"", "",
                                          "  errorfile 502 @FOLDER@/well.http\n"
                                          "  errorfile 504 @FOLDER@/well.http",
                                          ""}));
  Variant http2 = haproxy("HTTP/2 only", {"alpn h2 proto h2", "", "", ""});
  http2.lets_through = false;
  out.push_back(std::move(http2));
  Variant again = haproxy("retry-on all-retryable-errors",
                          {"", "", "  retries 2\n  retry-on all-retryable-errors", ""});
  again.repeats_posts = true;
  out.push_back(std::move(again));
}

}  // namespace

std::vector<Variant> all_variants() {
  std::vector<Variant> out{nginx("plain", {})};
  out.front().with_desk = true;
  add_nginx_pages(out);
  add_nginx_ways(out);
  add_haproxy(out);
  return out;
}

void write_common_files(const TemporaryFolder& folder, const std::string& leaf_pem,
                        const std::string& key_pem, const std::string& ca_pem) {
  folder.write("leaf.pem", leaf_pem);
  folder.write("key.pem", key_pem);
  folder.write("both.pem", leaf_pem + key_pem);
  folder.write("ca.pem", ca_pem);
  folder.write("sorry.html", page);
  const std::string rest =
      "Content-Type: text/html\r\nContent-Length: " + std::to_string(std::string(page).size()) +
      "\r\n\r\n" + page;
  folder.write("busy.http", "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n" + rest);
  folder.write("well.http", "HTTP/1.1 200 OK\r\n" + rest);
}

std::string configuration_of(GatewayKind kind, const Lines& lines,
                             const Surroundings& surroundings) {
  return replaced(kind == GatewayKind::nginx ? nginx_text(lines) : haproxy_text(lines),
                  surroundings);
}

}  // namespace hellojohn::tests
