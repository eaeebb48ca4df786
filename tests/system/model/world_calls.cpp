// The calls that world.hpp makes, and what each may answer.
#include "system/model/world.hpp"

namespace hellojohn::tests {

using namespace std::chrono_literals;

void World::sign_in() {
  ++arrivals_;
  const Who who = any_user();
  if (dice(3) == 0) {
    tell("verify");
    return calls_.add<Verified>(facades_->mfa.verify({"chl_1", factor::backup_codes, id_of(who)}),
                                taken(), !client_, [this, who](const Verified& verified) {
                                  store_is_ours_ = true;
                                  return named_in(verified.session.user_id) == who
                                             ? nullptr
                                             : "a sign-in gave another account";
                                });
  }
  tell(who == Who::a ? "sign_in(a)" : "sign_in(b)");
  calls_.add<SignInResult>(facades_->auth.sign_in({id_of(who), SecretView("pw")}), taken(),
                           !client_, [this, who](const SignInResult& result) {
                             store_is_ours_ = true;
                             const SignedIn* session = result.signed_in();
                             return session != nullptr && named_in(session->user_id) == who
                                        ? nullptr
                                        : "a sign-in gave another account";
                           });
}

void World::adopt() {
  ++arrivals_;
  const Who who = any_user();
  tell(who == Who::a ? "adopt(a)" : "adopt(b)");
  const unsigned number = service_.next_number();
  const std::string access = access_of(who, number);
  const std::string refresh = std::string("rft_") + id_of(who) + "_" + std::to_string(number);
  AdoptRequest request{SecretView(access), SecretView(refresh)};
  request.expires_at = clock_.wall_now() + 1h;
  calls_.add<SignedIn>(
      facades_->auth.adopt(request), taken(), !client_, [this, who](const SignedIn& session) {
        store_is_ours_ = true;
        return named_in(session.user_id) == who ? nullptr
                                                : "an adopted session is another account's";
      });
}

void World::restore() {
  ++arrivals_;
  tell("restore");
  calls_.add<std::optional<SignedIn>>(facades_->auth.restore(), taken(), !client_,
                                      [](const std::optional<SignedIn>&) { return nullptr; });
}

void World::sign_out() {
  tell("sign_out");
  const unsigned before = arrivals_;
  const unsigned mine = ++sign_outs_;
  calls_.add<Unit>(facades_->auth.sign_out(), taken(), !client_,
                   [this, before, mine](const Unit&) -> const char* {
                     store_is_ours_ = true;
                     // Only if nothing since can have signed in again, and no later sign-out is still at work on that.
                     if (ending_ || !store_ || arrivals_ != before || sign_outs_ != mine ||
                         signed_in() != Who::nobody)
                       return nullptr;
                     return store_->bytes.empty() ? nullptr
                                                  : "the store holds a session after a sign-out";
                   });
  if (client_ && signed_in() != Who::nobody)
    verdict_.wrong("somebody is signed in after a sign-out");
}

void World::ask_for_something() {
  const Who who = client_ ? signed_in() : Who::nobody;
  switch (dice(5)) {
    case 0:
    case 1:
      tell("token");
      return calls_.add<Secret>(
          facades_->auth.access_token(), taken(), !client_, [who](const Secret& token) {
            return named_in(token.reveal()) == who ? nullptr
                                                   : "a token of another account was given";
          });
    case 2:
      tell("factors");
      return calls_.add<std::vector<Factor>>(facades_->user.mfa().factors(), taken(), !client_,
                                             [who](const std::vector<Factor>& list) {
                                               return !list.empty() &&
                                                              named_in(list.front().name) == who
                                                          ? nullptr
                                                          : "factors of another account were given";
                                             });
    case 3:
      tell("generate");
      return calls_.add<BackupCodes>(facades_->user.mfa().generate_backup_codes(), taken(),
                                     !client_, [who](const BackupCodes& codes) {
                                       return codes.codes.size() == (who == Who::a ? 8U : 5U)
                                                  ? nullptr
                                                  : "codes of another account were given";
                                     });
    default:
      tell("status");
      return calls_.add<BackupCodesStatus>(
          facades_->user.mfa().backup_codes_status(), taken(), !client_,
          [who](const BackupCodesStatus& status) {
            if (!status.count) return static_cast<const char*>(nullptr);
            const bool of_a = *status.count > 5;
            return of_a == (who == Who::a) ? nullptr : "the count of another account was given";
          });
  }
}

void World::call() {
  switch (dice(10)) {
    case 0:
    case 1: return sign_in();
    case 2: return adopt();
    case 3: return restore();
    case 4:
    case 5: return sign_out();
    default: return ask_for_something();
  }
}

}  // namespace hellojohn::tests
