// The decisions of session.hpp, each in one place.
#include "rules/session.hpp"

namespace hellojohn {
inline namespace v0 {

bool Session::accepts(Source source, const Seen& seen, bool awaited) const noexcept {
  if (closed_) return false;
  switch (source) {
    case Source::signed_in: return awaited;
    // A sign-in or sign-out since the load began is a later wish than what the store held then, and so is a write that
    // still waits.
    case Source::restored: return awaited && seen.person == now_.person && writes_open_ == 0;
    // Also if no caller waits: the service accepts only the new pair.
    case Source::renewed: break;
  }
  return is_of(seen) && !is_newer_than(seen);
}

void Session::arrive(Source source, Version version) noexcept {
  in_force_ = true;
  version_ = version;
  if (source == Source::restored) held_ = version;
  if (source == Source::renewed)
    ++now_.pair;
  else
    ++now_.person;
}

void Session::leave() noexcept {
  in_force_ = false;
  version_ = 0;
  ++now_.person;
}

void Session::on_write_ended(Version version) noexcept {
  if (writes_open_ > 0) --writes_open_;
  held_ = version;
}

void Session::on_taken_over() noexcept {
  held_ = version_ = new_version();
  ++now_.pair;
}

Session::Follow Session::follow() const noexcept {
  if (writes_open_ > 0 || held_ == version_) return Follow::nothing;
  return in_force_ ? Follow::save : Follow::erase;
}

void Session::on_follow_queued(Version version) noexcept {
  if (in_force_) version_ = version;
  on_write_queued();
}

}  // namespace v0
}  // namespace hellojohn
