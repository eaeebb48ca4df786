// Faults of the framing, byte by byte over a real connection.
#include "fault.hpp"

#include "worlds/raw_peer.hpp"

namespace hellojohn::tests {

namespace {

using Script = std::function<bool(Wire&, const std::string&)>;

constexpr Expect fine{};
constexpr Expect torn{Errc::connection_lost, Says::un, Auto::un};
constexpr Expect torn_after_yes{Errc::connection_lost, Says::okl, Auto::un};
constexpr Expect garbled{Errc::protocol, Says::un, Auto::un};
constexpr Expect oversize{Errc::too_large, Says::un, Auto::un};

std::string body_of(const std::string& well) { return well.substr(well.find("\r\n\r\n") + 4); }

/// Answers with these bytes; %B is the body of a well answer, %L its length. Then closes.
Script says(std::string text) {
  return [text](Wire& wire, const std::string& well) {
    std::string out = text;
    const std::string body = body_of(well);
    for (const auto& [mark, value] :
         {std::pair<std::string, std::string>{"%B", body}, {"%L", std::to_string(body.size())}})
      for (auto at = out.find(mark); at != std::string::npos;
           at = out.find(mark, at + value.size()))
        out.replace(at, 2, value);
    wire.write(out);
    wire.close_notify();
    return false;
  };
}

/// Says this and then nothing more.
Script says_and_stalls(std::string text) {
  return [text](Wire& wire, const std::string&) {
    wire.write(text);
    wire.hold();
    return false;
  };
}

Script says_before(std::string interim) {
  return [interim](Wire& wire, const std::string& well) {
    wire.write(interim + well);
    return true;
  };
}

SocketFault row(int number, const char* words, Script act, Expect expect,
                std::vector<Exception> but = {}) {
  return {number, words, std::move(act), expect, std::move(but)};
}

std::string repeated(const std::string& text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

const std::string json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
void add_ends(std::vector<SocketFault>& rows) {
  rows.push_back(row(
      67, "closed after the request", [](Wire&, const std::string&) { return false; }, torn));
  rows.push_back(row(
      69, "reset after the request",
      [](Wire& wire, const std::string&) {
        wire.reset();
        return false;
      },
      torn));
  SocketFault reset_tls = rows.back();
  reset_tls.words += " (TLS)";
  reset_tls.tls = true;
  rows.push_back(reset_tls);
  rows.push_back(row(76, "cut short after a 2xx", says(json + "Content-Length: 500\r\n\r\n{\"a\":"),
                     torn_after_yes));
  rows.push_back(row(76, "cut short after a 401",
                     says("HTTP/1.1 401 X\r\nContent-Length: 500\r\n\r\n{\"a\":"), torn));
  rows.push_back(
      row(76, "cut short inside the header", says("HTTP/1.1 200 OK\r\nContent-Le"), torn));
  SocketFault orderly = row(77, "cut short in good order after a 2xx",
                            says(json + "Content-Length: 500\r\n\r\n{\"a\":"), torn_after_yes);
  orderly.tls = true;
  rows.push_back(orderly);
  SocketFault unframed =
      row(79, "no length, ended in good order", says(json + "\r\n%B"), fine, {{"Dd", fine}});
  unframed.tls = true;
  rows.push_back(unframed);
  SocketFault torn_off = row(
      80, "no length, torn off",
      [](Wire& wire, const std::string& well) {
        wire.write(json + "\r\n" + body_of(well));
        return false;
      },
      torn_after_yes);
  torn_off.tls = true;
  rows.push_back(torn_off);
}

void add_stalls(std::vector<SocketFault>& rows) {
  const Expect late{Errc::timeout, Says::un, Auto::no};
  for (auto& [number, words, text] :
       {std::tuple<int, const char*, std::string>{71, "silence after the request", ""},
        {72, "stall inside the header", "HTTP/1.1 200 OK\r\nContent-"},
        {73, "stall inside the body", json + "Content-Length: 50\r\n\r\n{"}}) {
    SocketFault fault = row(number, words, says_and_stalls(text), late);
    fault.stalls = true;
    rows.push_back(fault);
  }
}

void add_framing(std::vector<SocketFault>& rows) {
  rows.push_back(row(
      75, "one octet at a time",
      [](Wire& wire, const std::string& well) {
        for (const char& octet : well) wire.write({&octet, 1});
        return true;
      },
      fine));
  rows.push_back(row(
      78, "octets after the body",
      [](Wire& wire, const std::string& well) {
        wire.write(well + "surplus");
        return false;
      },
      fine));
  rows.push_back(row(81, "length and chunks",
                     says(json + "Content-Length: 2\r\nTransfer-Encoding: "
                                 "chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
                     garbled));
  rows.push_back(row(82, "two lengths",
                     says(json + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), garbled));
  rows.push_back(row(83, "negative length", says(json + "Content-Length: -1\r\n\r\n{}"), garbled));
  rows.push_back(row(85, "chunk size too large to hold",
                     says(json + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"),
                     garbled));
  rows.push_back(row(86, "chunk ends wrongly",
                     says(json + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n"), garbled));
  rows.push_back(row(
      87, "chunk extension and trailer",
      [](Wire& wire, const std::string& well) {
        const std::string body = body_of(well).empty() ? "{}" : body_of(well);
        char size[16];
        std::snprintf(size, sizeof size, "%zx", body.size());
        wire.write(json + "Transfer-Encoding: chunked\r\n\r\n" + size + ";a=b\r\n" + body +
                   "\r\n0\r\nX-After: 1\r\n\r\n");
        return true;
      },
      fine));
  rows.push_back(row(94, "101", says("HTTP/1.1 101 X\r\nUpgrade: h2c\r\n\r\n"), garbled));
  for (const std::string& text :
       {std::string("<html>hello, it is 1991</html>\r\n"),
        std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), std::string("HTTP/1.1 99 X\r\n\r\n"),
        std::string("HTTP/1.1 1000 X\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n", 28),
        std::string("\x16\x03\x01 not HTTP at all\r\n\r\n")})
    rows.push_back(row(95, "no HTTP", says(text), garbled));
  for (const char* coding : {"gzip", "br", "deflate", "gzip, br"})
    rows.push_back(row(
        96, coding, says(json + "Content-Encoding: " + coding + "\r\nContent-Length: 2\r\n\r\n{}"),
        garbled));
}

void add_sizes(std::vector<SocketFault>& rows) {
  rows.push_back(row(84, "length of 1e18",
                     says(json + "Content-Length: 1000000000000000000\r\n\r\n{}"), oversize));
  rows.push_back(row(88, "header over 16 KB",
                     says(json + "X-Long: " + std::string(17000, 'a') + "\r\n\r\n"), oversize));
  rows.push_back(
      row(89, "101 fields",
          says("HTTP/1.1 200 OK\r\n" + repeated("X-A: b\r\n", 101) + "Content-Length: 2\r\n\r\n{}"),
          oversize));
  rows.push_back(row(90, "body over 64 KB declared", says(json + "Content-Length: 70000\r\n\r\n{}"),
                     oversize));
  rows.push_back(row(91, "body over 64 KB in chunks",
                     says(json + "Transfer-Encoding: chunked\r\n\r\n" +
                          repeated("8000\r\n" + std::string(0x8000, ' ') + "\r\n", 3)),
                     oversize));
  SocketFault endless = row(
      92, "endless body",
      [](Wire& wire, const std::string&) {
        wire.write(json + "\r\n" + std::string(70000, ' '));
        return false;
      },
      oversize);
  rows.push_back(endless);
}

void add_interim(std::vector<SocketFault>& rows) {
  for (const char* interim : {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n",
                              "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"}) {
    rows.push_back(row(93, interim, says_before(interim), fine));
    rows.push_back(row(93, "sixteen of them", says_before(repeated(interim, 16)), fine));
    rows.push_back(row(93, "seventeen of them", says_before(repeated(interim, 17)), garbled));
  }
  rows.push_back(row(
      98, "Connection: close",
      [](Wire& wire, const std::string& well) {
        std::string last = well;
        wire.write(last.insert(last.find("\r\n") + 2, "Connection: close\r\n"));
        return false;
      },
      fine));
  const Expect elsewhere{Errc::protocol, Says::un, Auto::no};
  for (const auto& [number, place] : {std::pair{101, "/elsewhere"},
                                      {102, "https://other.example/"},
                                      {103, "http://127.0.0.1:1/"}})
    rows.push_back(row(
        number, place,
        says(std::string("HTTP/1.1 307 X\r\nLocation: ") + place + "\r\nContent-Length: 0\r\n\r\n"),
        elsewhere));
  rows.push_back(row(100, "HTML",
                     says("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
                          "6\r\n\r\n<html>"),
                     {Errc::body, Says::un, Auto::no}));
}

}  // namespace

std::vector<SocketFault> socket_faults() {
  std::vector<SocketFault> rows;
  add_ends(rows);
  add_stalls(rows);
  add_framing(rows);
  add_sizes(rows);
  add_interim(rows);
  return rows;
}

}  // namespace hellojohn::tests
