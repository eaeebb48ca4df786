// hellojohn-terminal: sign-in, challenge, lost access, enrolment and backup codes in a plain terminal. The same
// components as in the window, drawn as lines. Against the embedded mock server, or any other.
#include "06_terminal/input.hpp"
#include "06_terminal/skin.hpp"
#include "apps/common/dialect.hpp"
#include "apps/common/speaker.hpp"
#include "apps/common/version.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/testing/mock_server.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace {

using namespace std::chrono_literals;
using hellojohn::testing::MockServer;
namespace ui = hellojohn::widgets;

constexpr const char* help_text =
    "hellojohn-terminal [--es] [--language TAG] [--base-url URL --tenant ID --key PK [--ca FILE]]\n"
    "                   [--dialect self_hosted [--client-id ID]]\n"
    "                   [--speak] [--speak-to FILE]\n"
    "Type into the field that is named last; a single letter chooses; an empty line goes on;\n"
    "/quit leaves, /say speaks the screen again. With the embedded server (alice@example.com, "
    "\"correct horse battery\"):\n"
    "/mail shows the newest recovery mail, /totp the present authenticator codes,\n"
    "/codes Alice's backup codes.\n";

struct Arguments {
  hellojohn::ClientOptions client;
  ui::Language language = ui::Language::en;
  samples::SpeakerOptions speech;
};

std::string* text_of(std::string_view name, Arguments& out) {
  return name == "--base-url"    ? &out.client.base_url
         : name == "--tenant"    ? &out.client.tenant_id
         : name == "--key"       ? &out.client.publishable_key
         : name == "--client-id" ? &out.client.client_id
         : name == "--ca"        ? &out.client.network.ca_file
         : name == "--speak-to"  ? &out.speech.file
                                 : nullptr;
}

bool read_language(const char* tag, Arguments& out) {
  const auto language = ui::language_for(tag);
  if (language) out.language = *language;
  return language.has_value();
}

/// False if the name is unknown, or its value is.
bool read_value(std::string_view name, const char* value, Arguments& out) {
  if (name == "--language") return read_language(value, out);
  if (name == "--dialect") return samples::read_dialect(value, out.client);
  std::string* const target = text_of(name, out);
  if (target == nullptr) return false;
  *target = value;
  return true;
}

std::optional<Arguments> read_arguments(int argc, char** argv) {
  Arguments out;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--es") {
      out.language = ui::Language::es;
    } else if (name == "--speak") {
      out.speech.voice = true;
    } else if (i + 1 == argc || !read_value(name, argv[++i], out)) {
      return {};
    }
  }
  return out;
}

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

/// The things outside the app in real life: the mailbox, the phone, the paper.
void tell(MockServer& server, std::string_view what) {
  auto& service = server.service();
  if (what == "/mail" && !service.outbox().empty()) {
    print("mailbox: " + service.outbox().back().link + "\n");
  }
  if (what == "/codes") {
    for (const auto& code : service.seeded_backup_codes("usr_01HABCDEF123456")) print(code + "\n");
  }
  if (what != "/totp") return;
  const std::string journal = service.journal();
  for (std::size_t at = journal.find("\"fac_"); at != std::string::npos;
       at = journal.find("\"fac_", at + 1)) {
    const std::string id = journal.substr(at + 1, journal.find('"', at + 1) - at - 1);
    print("totp " + id + ": " + service.totp(id) + "\n");
  }
  print("totp phone: " + service.totp("fac_01HABCDEF555444") + "\n");
}

/// The field that a typed line goes to.
hellojohn::speech::Focus focus_of(const terminal::Skin& skin, const ui::Screen& screen) {
  if (skin.field() == nullptr) return {};
  return {ui::Part::main, static_cast<std::size_t>(skin.field() - screen.begin())};
}

/// The screens of one client, as lines.
class Terminal {
 public:
  Terminal(hellojohn::Client& client, MockServer* server, const Arguments& arguments)
      : client_(client),
        server_(server),
        access_(client, host(), {"HelloJohn demo", "help@example.com", {}}),
        skin_(arguments.language),
        text_(arguments.language),
        speaker_(arguments.speech, arguments.language),
        reader_(speaker_.hook(), {.controls_on_arrival = true}) {}

  /// The exit code of the program.
  int run() {
    for (;;) {
      update();
      draw();
      if (!waiting_.empty()) {
        std::this_thread::sleep_for(20ms);
        continue;
      }
      hellojohn::Secret line;
      const auto state = lines_.next(line, 50ms);
      if (state == terminal::Lines::State::end) return 0;
      if (state == terminal::Lines::State::none) continue;
      if (line.reveal() == "/quit") return access_.view().has_unsaved_codes ? 3 : 0;
      take(line.reveal());
    }
  }

 private:
  static ui::Host host() {
    ui::Host host;
    host.read_clipboard = nullptr;
    return host;
  }

  void update() {
    const auto now = std::chrono::steady_clock::now();
    (void)client_.poll();
    access_.update(now);
    // A component counts the guard time from the first update after the one in which its screen arrived.
    if (fresh_) arrived_ = now;
    const ui::Screen* const main = access_.view().main;
    fresh_ = main != screen_ || main->arrival != arrival_;
    if (fresh_) {
      screen_ = main;
      arrival_ = main->arrival;
      arrived_ = now;
    }
    // A line that was typed ahead waits until the screen takes presses.
    if (waiting_.empty() || now - arrived_ <= ui::Component::press_guard) return;
    access_.apply(waiting_);
    waiting_ = {};
  }

  void draw() {
    hellojohn::Secret drawn = skin_.draw(access_.view());
    reader_.update(access_.view(), text_, focus_of(skin_, *access_.view().main));
    echo_.set(skin_.field() == nullptr || !skin_.field()->secret);
    if (drawn.reveal() == shown_.reveal()) return;
    print("\033[2J\033[H");
    print(drawn.reveal());
    shown_ = std::move(drawn);
  }

  void take(std::string_view line) {
    if (line == "/say") reader_.forget();
    if (!line.starts_with("/")) {
      waiting_ = skin_.take(line);
    } else if (server_ != nullptr) {
      tell(*server_, line);
    }
  }

  hellojohn::Client& client_;
  MockServer* server_;
  ui::AccountAccess access_;
  terminal::Skin skin_;
  const ui::Text text_;
  samples::Speaker speaker_;
  hellojohn::speech::Reader reader_;
  terminal::Echo echo_;
  terminal::Lines lines_;
  hellojohn::Secret shown_;
  ui::Intents waiting_;
  std::chrono::steady_clock::time_point arrived_ = std::chrono::steady_clock::now();
  std::uint32_t arrival_ = 0;
  const ui::Screen* screen_ = nullptr;
  bool fresh_ = true;
};

}  // namespace

int main(int argc, char** argv) {
  terminal::prepare_output();
  if (samples::said_version(argc, argv, "hellojohn-terminal")) return 0;
  auto arguments = read_arguments(argc, argv);
  if (!arguments) {
    std::fputs(help_text, argc > 1 && std::strcmp(argv[1], "--help") == 0 ? stdout : stderr);
    return argc > 1 && std::strcmp(argv[1], "--help") == 0 ? 0 : 2;
  }
  std::optional<MockServer> server;
  if (arguments->client.base_url.empty()) {
    hellojohn::testing::MockServerOptions options;
    options.service.backup_codes_remaining = true;
    options.service.dialect = arguments->client.dialect;
    auto made = MockServer::start(std::move(options));
    if (!made) {
      std::fprintf(stderr, "mock server: %s\n", made.error().detail.c_str());
      return 1;
    }
    server.emplace(std::move(made).value());
    arguments->client.base_url = server->base_url();
    arguments->client.tenant_id = "tnt_01HABCDEF654321";
    samples::name_application(arguments->client);
    arguments->client.network.ca_pem = server->ca_pem();
  }
  auto client = hellojohn::Client::create(std::move(arguments->client));
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().detail.c_str());
    return 1;
  }
  return Terminal(*client, server ? &*server : nullptr, *arguments).run();
}
