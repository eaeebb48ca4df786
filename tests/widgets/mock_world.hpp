// A component's world against the real mock service, with no thread and no socket: a frame carries every request over,
// unless a test says what becomes of the next one.
#pragma once

#include "widgets/widget_world.hpp"

#include <hellojohn/testing/mock_service.hpp>
#include <hellojohn/widgets/account_access.hpp>

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hellojohn::tests {

/// What becomes of a request.
enum class Fate {
  served,
  not_sent,     ///< Nothing left the machine.
  lost_before,  ///< It left; the server never did it; no answer.
  lost_after,   ///< The server did it; no answer.
  garbled,      ///< The server did it; the answer is cut.
  held,         ///< No answer yet.
};

inline const char* const alice = "alice@example.com";
inline const char* const alice_password = "correct horse battery";
inline const char* const alice_id = "usr_01HABCDEF123456";
inline const char* const alice_factor = "fac_01HABCDEF555444";

struct MockWorld {
  explicit MockWorld(testing::MockOptions options = virtual_options())
      : service(std::make_unique<testing::MockService>(std::move(options))) {
    service->set_public_origin("https://auth.example.com");
    auto owned = std::make_unique<testing::ScriptedTransport>();
    transport = owned.get();
    ClientOptions client_options;
    client_options.base_url = "https://auth.example.com";
    client_options.tenant_id = "tnt_01HABCDEF654321";
    client_options.publishable_key = "pk_live_abc123";
    client_options.transport = std::move(owned);
    client_options.clock = &clock;
    auto made = Client::create(std::move(client_options));
    client = std::make_unique<Client>(std::move(made).value());
  }

  static testing::MockOptions virtual_options() {
    testing::MockOptions options;
    options.virtual_clock = true;
    options.backup_codes_remaining = true;
    return options;
  }

  [[nodiscard]] widgets::Host host() { return recording_host(log, clock); }

  /// How many requests that left had `part` in their method and target.
  [[nodiscard]] int count(std::string_view part) const {
    return static_cast<int>(std::count_if(targets.begin(), targets.end(), [=](const auto& target) {
      return target.find(part) != std::string::npos;
    }));
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
      }
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
  testing::VirtualClock clock;
  std::unique_ptr<testing::MockService> service;
  testing::ScriptedTransport* transport = nullptr;
  std::unique_ptr<Client> client;
  std::deque<Fate> fates;
  std::size_t held = 0;
  int requests = 0;
  std::vector<std::string> targets;
};

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
  [[nodiscard]] bool says(widgets::MessageId id) const { return tests::says(screen(), id); }

  void fill(widgets::Role role, std::string_view text) {
    const auto* element = screen().find(role);
    REQUIRE(element != nullptr);
    REQUIRE(element->input != nullptr);
    element->input->assign(text);
  }
  void type_code(std::string_view text) {
    const auto* element = screen().find(widgets::Role::code_field);
    REQUIRE(element != nullptr);
    element->code->clear();
    for (const char c : text) element->code->insert(static_cast<char32_t>(c));
  }
  void sign_in(std::string_view email = alice, std::string_view password = alice_password) {
    wait(std::chrono::milliseconds(16));
    fill(widgets::Role::text_field, email);
    fill(widgets::Role::password_field, password);
    press(widgets::Action::submit);
  }
  [[nodiscard]] std::string backup_code(std::size_t i = 0) const {
    return service->seeded_backup_codes(alice_id).at(i);
  }
  void sign_in_with_totp() {
    sign_in();
    REQUIRE(place() == widgets::Place::challenge);
    type_code(service->totp(alice_factor));
    for (int i = 0; i < 4; ++i) wait(std::chrono::milliseconds(16));
    REQUIRE(place() == widgets::Place::home);
  }
  [[nodiscard]] std::string mailed_link() const {
    std::string link;
    for (const auto& mail : service->outbox()) {
      if (mail.kind == "recovery") link = mail.link;
    }
    return link;
  }

  widgets::AccountAccess access;
};

}  // namespace hellojohn::tests
