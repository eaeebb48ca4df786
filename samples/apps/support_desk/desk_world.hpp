// The desk in front of the mock service, played without a thread, a socket or a real second. For pictures and for tests.
#pragma once

#include "apps/support_desk/desk_model.hpp"

#include <hellojohn/testing/fake_transport.hpp>
#include <hellojohn/testing/mock_service.hpp>
#include <hellojohn/widgets/component.hpp>

#include <chrono>
#include <memory>
#include <string_view>
#include <utility>

namespace desk {

namespace testing = hellojohn::testing;

struct DeskWorld {
  explicit DeskWorld(const char* key = "sk_live_abc123") : service(virtual_time()) {
    admin::ClientOptions options;
    options.base_url = "https://auth.example.com";
    options.tenant_id = "tnt_01HABCDEF654321";
    options.secret_key = hellojohn::Secret(key);
    auto owned = std::make_unique<testing::ScriptedTransport>();
    transport = owned.get();
    options.transport = std::move(owned);
    options.clock = &clock;
    client.emplace(admin::Client::create(std::move(options)).value());
    model.emplace(*client, clock);
  }

  static testing::MockOptions virtual_time() {
    testing::MockOptions options;
    options.virtual_clock = true;
    return options;
  }

  /// As the service does, to the oldest request that waits.
  void answer() { transport->respond(service.serve(transport->open().request).response); }
  /// Answers what was asked, unless `answers` is off, until nothing is under way.
  void settle() {
    for (int i = 0; i < 200; ++i) {
      while (answers && transport->open_count() != 0) answer();
      (void)client->poll();
      model->update();
      if (!answers || transport->open_count() == 0) return;
    }
  }
  void wait(std::chrono::milliseconds by) {
    settle();
    clock.advance(by);
    service.advance(by);
    settle();
  }
  void press_at_once(widgets::Action action, std::uint8_t index = 0) {
    widgets::Intents intents;
    intents.add(action, index);
    model->apply(intents);
    settle();
  }
  /// After the time in which presses are ignored.
  void press(widgets::Action action, std::uint8_t index = 0) {
    wait(widgets::Component::press_guard);
    press_at_once(action, index);
  }
  void look_up(std::string_view user = "usr_01HABCDEF123456") {
    model->user_id.assign(user);
    press(widgets::Action::submit);
  }
  void open_gate(std::uint8_t choice) {
    look_up();
    press(widgets::Action::choose, choice);
  }
  void pass_gate() {
    for (std::uint8_t i = 0; i < checklist_size; ++i) press(widgets::Action::toggle_saved, i);
    model->checked_by.assign("ana");
    model->ticket.assign("T-4711");
    model->reason.assign("Lost phone, no backup codes");
    model->short_id.assign("123456");
    settle();
  }
  /// From the look-up to the answer.
  void carry_out(std::uint8_t choice) {
    open_gate(choice);
    pass_gate();
    press(widgets::Action::submit);
  }
  /// As carry_out(), with the answer left to the caller.
  void begin_to_carry_out(std::uint8_t choice) {
    open_gate(choice);
    pass_gate();
    answers = false;
    press(widgets::Action::submit);
  }
  /// As carry_out(), but the service is never heard of again.
  void carry_out_unanswered(std::uint8_t choice) {
    begin_to_carry_out(choice);
    (void)transport->last_write();
    hellojohn::TransportFailure failure;
    failure.code = hellojohn::Errc::connection_lost;
    failure.sent = hellojohn::Sent::all;
    transport->fail(std::move(failure));
    settle();
  }

  testing::MockService service;
  testing::VirtualClock clock;
  testing::ScriptedTransport* transport = nullptr;
  std::optional<admin::Client> client;
  std::optional<DeskModel> model;
  bool answers = true;
};

/// Every state there is, each reached as an operator would reach it.
struct DeskScene {
  const char* name;
  State state;  // Where it ends.
  void (*play)(DeskWorld& world);
};
[[nodiscard]] std::vector<DeskScene> desk_scenes();

}  // namespace desk
