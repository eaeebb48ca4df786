// A person's whole way through AccountAccess, played without a thread, a socket or a real second: the mock service answers
// on a scripted transport, time is virtual, and what becomes of each request is said. For screenshots and for tests.
#pragma once

#include "worlds/client_world.hpp"
#include "worlds/mock_people.hpp"
#include "worlds/recording_host.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/testing/fake_transport.hpp>
#include <hellojohn/testing/mock_service.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/code_field.hpp>

#include <algorithm>
#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace hellojohn::tests {

/// A played step went another way than its author thought.
inline void must(bool holds) {
  if (!holds) throw std::logic_error("a played step went another way");
}

/// What becomes of a request.
enum class Fate {
  served,
  not_sent,     ///< Nothing left the machine.
  lost_before,  ///< It left; the server never did it; no answer.
  lost_after,   ///< The server did it; no answer.
  garbled,      ///< The server did it; the answer is cut.
  held,         ///< No answer yet.
};

struct MockWorld {
  explicit MockWorld(testing::MockOptions options = virtual_options())
      : dialect(options.dialect),
        service(std::make_unique<testing::MockService>(std::move(options))) {
    service->set_public_origin("https://auth.example.com");
    auto owned = std::make_unique<testing::ScriptedTransport>();
    transport = owned.get();
    ClientOptions client_options;
    client_options.base_url = "https://auth.example.com";
    client_options.tenant_id = "tnt_01HABCDEF654321";
    client_options.dialect = dialect;
    if (dialect == ServerDialect::v1) client_options.publishable_key = "pk_live_abc123";
    if (dialect == ServerDialect::self_hosted) client_options.client_id = "game";
    client_options.transport = std::move(owned);
    client_options.clock = &clock;
    client_options.retry.jitter_seed = 1;
    auto made = Client::create(std::move(client_options));
    client = std::make_unique<Client>(std::move(made).value());
  }

  static testing::MockOptions virtual_options() {
    testing::MockOptions options;
    options.virtual_clock = true;
    options.backup_codes_remaining = true;
    options.codes_need_factor = true;
    return options;
  }

  static testing::MockOptions self_hosted_options() {
    testing::MockOptions options;
    options.virtual_clock = true;
    options.dialect = ServerDialect::self_hosted;
    return options;
  }

  [[nodiscard]] widgets::Host host() { return recording_host(log, clock); }

  /// How many requests that left had `part` in their method and target.
  [[nodiscard]] int count(std::string_view part) const {
    return static_cast<int>(std::count_if(targets.begin(), targets.end(), [=](const auto& target) {
      return target.find(part) != std::string::npos;
    }));
  }

  /// The id of the factor that the service noted last; empty if it noted none.
  [[nodiscard]] std::string newest_factor() const {
    const std::string journal = service->journal();
    const std::size_t at = journal.rfind("\"fac_");
    if (at == std::string::npos) return {};
    return journal.substr(at + 1, journal.find('"', at + 1) - at - 1);
  }

  /// Carries over what was asked for, fate by fate; served where no fate is said.
  void carry() {
    while (transport->open_count() > held) {
      const Fate fate = fates.empty() ? Fate::served : fates.front();
      if (!fates.empty()) fates.pop_front();
      const testing::ScriptedExchange exchange = transport->open(held);
      if (exchange.cancelled) {
        transport->fail(failed(Errc::cancelled, Sent::none), held);
        continue;
      }
      ++requests;
      if (fate != Fate::not_sent) {
        targets.push_back(exchange.request.method + ' ' + exchange.request.target);
        note_code(exchange.request.body.reveal());
      }
      note_change(exchange.request, fate);
      if (fate == Fate::held) {
        ++held;
        continue;
      }
      if (fate == Fate::not_sent) {
        transport->fail(failed(Errc::resolve, Sent::none), held);
        continue;
      }
      if (fate != Fate::lost_before) {
        auto answer = service->serve(exchange.request);
        if (fate == Fate::served) {
          transport->respond(std::move(answer.response), held);
          continue;
        }
        if (fate == Fate::garbled) {
          answer.response.body = Secret("{");
          transport->respond(std::move(answer.response), held);
          continue;
        }
      }
      transport->last_write(held);
      transport->fail(failed(Errc::connection_lost, Sent::all), held);
    }
  }

  void note_code(std::string_view body) {
    for (const std::string_view key : {"\"code\":\"", "\"recovery\":\""}) {
      const std::size_t at = body.find(key);
      if (at == std::string_view::npos) continue;
      const std::string_view rest = body.substr(at + key.size());
      codes_sent.emplace_back(rest.substr(0, rest.find('"')));
    }
  }
  /// Sign-out and renewal go on behind the screens, and every answer to the mail's request looks alike: what becomes of
  /// them is no answer that a screen tells.
  void note_change(const HttpRequest& request, Fate fate) {
    const std::string& target = request.target;
    const bool behind = target.find("sign-out") != std::string::npos ||
                        target.find("/auth/logout") != std::string::npos ||
                        target.find("refresh") != std::string::npos ||
                        target.ends_with("/mfa/recovery") ||
                        (request.method == "DELETE" && target.find("/factors/") == target.npos);
    if (request.method != "GET" && !behind) {
      last_change = fate;
      list_settles = target.find("/mfa/factors") != std::string::npos ||
                     target.ends_with("/mfa/totp/enroll") || target.ends_with("/mfa/totp/verify") ||
                     target.ends_with("/mfa/totp/disable");
    }
    // The list that is read afterwards shows what became of a factor.
    const bool list = request.method == "GET" && target.ends_with("/mfa/factors");
    if (list && list_settles && fate == Fate::served) last_change = fate;
  }

  template <class C>
  void frame(C& component, std::chrono::milliseconds by = std::chrono::milliseconds(16)) {
    clock.advance(by);
    service->advance(by);
    carry();
    (void)client->poll();
    component.update(clock.now());
  }
  /// A press after the time in which presses are ignored, and what follows from it.
  template <class C>
  void press(C& component, widgets::Action action, std::uint8_t index = 0,
             widgets::Part part = widgets::Part::main) {
    frame(component);
    frame(component, std::chrono::milliseconds(450));
    widgets::Intent intent;
    intent.action = action;
    intent.index = index;
    intent.part = part;
    component.apply(intent);
    for (int i = 0; i < 4; ++i) frame(component);
  }

  HostLog log;
  ServerDialect dialect;
  testing::VirtualClock clock;
  std::unique_ptr<testing::MockService> service;
  testing::ScriptedTransport* transport = nullptr;
  std::unique_ptr<Client> client;
  std::deque<Fate> fates;
  std::size_t held = 0;
  int requests = 0;
  std::vector<std::string> targets;
  std::vector<std::string> codes_sent;  ///< Of every request that left.
  Fate last_change = Fate::served;      ///< Of the last request that changes something.
  bool list_settles = false;            ///< That request added, confirmed or removed a factor.
};

/// The code that the newest authenticator would show.
inline std::string new_totp(const MockWorld& world) {
  const std::string factor = world.newest_factor();
  must(!factor.empty());
  return world.service->totp(factor);
}

/// AccountAccess in that world, with what a person does in it.
struct AccessWorld : MockWorld {
  explicit AccessWorld(widgets::AccountAccessOptions options = {},
                       testing::MockOptions mock = virtual_options())
      : MockWorld(std::move(mock)),
        access(*client, host(), {"Sky Game", "help@example.com", {}}, std::move(options)) {}

  void press(widgets::Action action, std::uint8_t index = 0,
             widgets::Part part = widgets::Part::main) {
    MockWorld::press(access, action, index, part);
  }
  void wait(std::chrono::milliseconds by) { frame(access, by); }
  [[nodiscard]] const widgets::Screen& screen() const { return *access.view().main; }
  [[nodiscard]] widgets::Place place() const { return access.view().place; }
  [[nodiscard]] bool says(widgets::MessageId id) const { return screen().find(id) != nullptr; }

  void fill(widgets::Role role, std::string_view text) {
    const auto* element = screen().find(role);
    must(element != nullptr);
    must(element->input != nullptr);
    element->input->assign(text);
  }
  void type_code(std::string_view text) {
    const auto* element = screen().find(widgets::Role::code_field);
    must(element != nullptr);
    element->code->clear();
    for (const char c : text) element->code->insert(static_cast<char32_t>(c));
  }
  void sign_in(std::string_view email = alice, std::string_view password = alice_password) {
    wait(std::chrono::milliseconds(16));
    // In a fresh sign-in the address is given.
    if (screen().find(widgets::Role::text_field) != nullptr) {
      fill(widgets::Role::text_field, email);
    }
    fill(widgets::Role::password_field, password);
    press(widgets::Action::submit);
  }
  /// As a support desk does, while the person's screen knows nothing of it.
  void remove_factor() {
    HttpRequest request;
    request.method = "DELETE";
    request.target = std::string("/v1/users/") + alice_id + "/mfa/factors/" + alice_factor;
    request.headers.push_back({"X-Tenant-ID", "tnt_01HABCDEF654321"});
    request.authorization = Secret("Bearer sk_live_abc123");
    must(service->serve(request).response.status == 204);
  }
  [[nodiscard]] std::string backup_code(std::size_t i = 0) const {
    return service->seeded_backup_codes(alice_id).at(i);
  }
  void sign_in_with_totp() {
    sign_in();
    must(place() == widgets::Place::challenge);
    type_code(service->totp(alice_factor));
    for (int i = 0; i < 4; ++i) wait(std::chrono::milliseconds(16));
    must(place() == widgets::Place::home);
  }
  [[nodiscard]] std::string mailed_link() const {
    std::string link;
    for (const auto& mail : service->outbox()) {
      if (mail.kind == "recovery") link = mail.link;
    }
    return link;
  }

  // A person's steps, each from the sign-in on.
  void to_codes() {
    sign_in_with_totp();
    press(widgets::Action::replace_codes);
    press(widgets::Action::replace_codes);
    must(access.view().has_unsaved_codes);
  }
  void to_email() {
    sign_in();
    press(widgets::Action::lost_access);
    must(says(widgets::MessageId::lost_title));
    press(widgets::Action::choose, 2);
    must(says(widgets::MessageId::lost_email_title));
  }
  void ask_for_mail(std::string_view email = alice) {
    to_email();
    fill(widgets::Role::text_field, email);
    press(widgets::Action::submit);
  }
  /// On to the question whose account it is.
  void open_link() {
    ask_for_mail();
    must(says(widgets::MessageId::lost_sent_title));
    fill(widgets::Role::password_field, mailed_link());
    press(widgets::Action::submit);
  }
  void to_enrolment() {
    open_link();
    must(says(widgets::MessageId::lost_account_title));
    press(widgets::Action::set_up);
    must(says(widgets::MessageId::enrol_title));
  }

  widgets::AccountAccess access;
};

}  // namespace hellojohn::tests
