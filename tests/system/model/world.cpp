// The steps of world.hpp and what must hold after each.
#include "system/model/world.hpp"

#include <utility>

namespace hellojohn::tests {

using namespace std::chrono_literals;

World::World(std::uint64_t seed) : random_(seed) {
  auto owned = std::make_unique<testing::ScriptedTransport>();
  transport_ = owned.get();
  ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_abcdef";
  options.transport = std::move(owned);
  options.clock = &clock_;
  options.log = &log_;
  options.retry.jitter_seed = seed | 1U;
  options.fresh_sign_in = std::chrono::hours(24);
  if (dice(10) != 0) {
    constexpr unsigned often[] = {0, 50, 90, 100};
    constexpr unsigned seldom[] = {0, 0, 10, 40};
    const unsigned never = dice(8) == 0 ? 10 : 0;
    store_ = std::make_unique<ModelStore>(
        ModelStore::Manners{often[dice(4)], seldom[dice(4)], never, dice(3) == 0}, random_());
    // What an earlier run left.
    if (dice(2) == 0) {
      const std::string access = access_of(Who::a, 0);
      const auto field = [](const std::string& v) {
        return std::to_string(v.size()) + "\n" + v + "\n";
      };
      store_->bytes = "hellojohn-session 1\n" + field(access) + field("rft_usr_a_0") +
                      field("usr_a") + field("1705316400") + field("");
    }
    options.store = store_.get();
  }
  client_ = std::make_unique<Client>(std::move(Client::create(std::move(options))).value());
  facades_ = std::make_unique<Facades>(
      Facades{client_->auth(), client_->mfa(), client_->user(), client_->recovery()});
  throwing_listener_ = dice(8) == 0;
  listening_ = facades_->auth.on_auth_state_change(
      [this](AuthEvent event, const SignedIn* session) { heard(event, session); });
}

Who World::signed_in() const {
  const auto now = facades_->auth.current();
  return now ? named_in(now->user_id) : Who::nobody;
}

CallBook::Taken World::taken() {
  constexpr CallBook::Taken ways[] = {CallBook::Taken::handle, CallBook::Taken::handle,
                                      CallBook::Taken::callback, CallBook::Taken::throwing};
  return ways[dice(4)];
}

void World::heard(AuthEvent event, const SignedIn* session) {
  const Who who = session != nullptr ? named_in(session->user_id) : Who::nobody;
  switch (event) {
    case AuthEvent::signed_in:
      if (who == Who::nobody) verdict_.wrong("signed_in is told with nobody");
      break;
    case AuthEvent::token_refreshed:
      if (who == Who::nobody || who != told_)
        verdict_.wrong("token_refreshed is told of somebody who was not signed in");
      break;
    case AuthEvent::signed_out:
    case AuthEvent::session_expired:
      if (who != Who::nobody) verdict_.wrong("the end of a session is told with a session");
      break;
    default:
      if (who != told_) verdict_.wrong("an event is told with a session of another moment");
  }
  told_ = who;
  if (throwing_listener_) throw 1;
}

void World::answer() {
  const std::size_t open = transport_->open_count();
  if (open == 0) return;
  const std::size_t index = dice(static_cast<unsigned>(open));
  const auto exchange = transport_->open(index);
  TransportFailure failure;
  failure.code = Errc::connection_lost;
  switch (dice(12)) {
    case 0:
      tell("lost");
      failure.sent = Sent::all;
      return transport_->fail(std::move(failure), index);
    case 1:
      tell("unsent");
      failure.sent = Sent::none;
      return transport_->fail(std::move(failure), index);
    case 2: tell("500"); return transport_->respond(500, R"({"error":{"code":"internal"}})", index);
    case 3:
      tell("expired");
      return transport_->respond(401, R"({"error":{"code":"token_expired"}})", index);
    case 4: tell("last_write"); return (void)transport_->last_write(index);
    default: tell("yes"); return transport_->respond(200, service_.answer(exchange.request), index);
  }
}

void World::step() {
  switch (dice(16)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4: return call();
    case 5:
      if (calls_.size() > 0 && dice(2) == 0) {
        tell("cancel");
        calls_.cancel(dice(static_cast<unsigned>(calls_.size())));
      } else if (calls_.size() > 0) {
        tell("drop");
        calls_.drop(dice(static_cast<unsigned>(calls_.size())));
      }
      return;
    case 6: {
      constexpr std::chrono::milliseconds leaps[] = {1s, 3s, 40s, 50min, 61min};
      tell("wait");
      return clock_.advance(leaps[dice(5)]);
    }
    case 7:
    case 8:
      if (client_) client_->poll();
      return;
    case 9:
    case 10:
    case 11:
      if (!store_ || !store_->waits()) return;
      tell("store");
      return store_->step();
    default: return client_ ? answer() : void();
  }
}

void World::look() {
  calls_.look();
  if (store_ && store_->wrong != nullptr) verdict_.wrong(store_->wrong);
  if (!client_) return;
  for (std::size_t i = transport_->open_count(); i-- > 0;) {
    const auto exchange = transport_->open(i);
    if (exchange.id <= last_seen_) break;
    if (const char* why = ModelService::problem_of(exchange.request)) verdict_.wrong(why);
  }
  if (transport_->open_count() > 0) last_seen_ = transport_->open(transport_->open_count() - 1).id;
}

// Everything comes to its end, and nothing goes wrong on the way.
void World::settle() {
  tell("settle");
  if (store_) store_->heal();
  for (int i = 0; i < 200; ++i) {
    if (transport_->open_count() > 0) {
      const auto exchange = transport_->open();
      transport_->respond(200, service_.answer(exchange.request));
    } else if (store_ && store_->waits()) {
      store_->step();
    } else if (i > 3 && client_->poll() == 0) {
      break;
    }
    look();
  }
}

void World::check_idle() {
  const Who who = signed_in();
  if (told_ != who) verdict_.wrong("the last event told of another session than current()");
  if (!store_ || store_->last_write_failed) return;
  const Who stored = named_in(store_->bytes);
  if (who == Who::nobody) {
    if (store_is_ours_ && stored != Who::nobody)
      verdict_.wrong("the store holds a session where nobody is signed in");
    return;
  }
  if (stored != who) return verdict_.wrong("the store holds another session than current()");
  auto token = facades_->auth.access_token();
  if (!token.ready()) return;
  const auto result = std::move(token).take();
  if (result && store_->bytes.find(result->reveal()) == std::string::npos)
    verdict_.wrong("the store holds another token than the one in force");
}

void World::end() {
  tell("end");
  if (dice(2) == 0) {
    settle();
    check_idle();
  }
  ending_ = true;
  // Time is virtual: a store that is still at work does not go on while the destructor waits for it, so few wait.
  if (dice(16) != 0) client_->shutdown(0ms);
  client_.reset();
  if (store_) store_->gone = true;
}

const char* World::run(std::size_t steps) {
  for (std::size_t i = 0; i < steps && verdict_.first() == nullptr; ++i) {
    step();
    look();
  }
  end();
  look();
  for (int i = 0; i < 6; ++i) call();
  // What was under way in the store ends after the client has gone.
  if (store_) store_->heal();
  while (store_ && store_->waits()) store_->step();
  look();
  calls_.finish();
  return verdict_.first();
}

}  // namespace hellojohn::tests
