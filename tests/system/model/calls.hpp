// The calls of one sequence: what each may answer, judged once; and that each answers exactly once.
#pragma once

#include "system/model/service.hpp"

#include <hellojohn/hellojohn.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace hellojohn::tests {

/// What is noticed to be wrong; the first counts.
class Verdict {
 public:
  void wrong(const char* what) noexcept {
    if (first_ == nullptr) first_ = what;
  }
  [[nodiscard]] const char* first() const noexcept { return first_; }

 private:
  const char* first_ = nullptr;
};

class CallBook {
 public:
  explicit CallBook(Verdict& verdict) noexcept : verdict_(verdict) {}

  /// How a call is taken: by its handle, or by a callback that may throw.
  enum class Taken : unsigned char { handle, callback, throwing };

  /// Keeps the call. `judge` sees its value; `ended`: it was made after the end of the client.
  template <class T>
  void add(Pending<T> pending, Taken taken, bool ended, std::function<const char*(const T&)> judge);
  void cancel(std::size_t index) noexcept;
  /// No caller waits for it any more.
  void drop(std::size_t index);
  /// Judges the handles that are ready.
  void look();
  /// Everything must have ended: judges what is left.
  void finish();
  [[nodiscard]] std::size_t size() const noexcept { return calls_.size(); }

 private:
  struct Entry {
    virtual ~Entry() = default;
    virtual void cancel() noexcept = 0;
    virtual void look(Verdict& verdict) = 0;
    virtual void finish(Verdict& verdict) = 0;
  };
  template <class T>
  struct Held;

  Verdict& verdict_;
  std::vector<std::unique_ptr<Entry>> calls_;
};

template <class T>
struct CallBook::Held final : Entry {
  /// Shared with the callback, which may run after the entry was dropped if something is wrong.
  struct Shared {
    Verdict& verdict;
    std::function<const char*(const T&)> judge;
    bool ended = false;
    int ran = 0;
    bool dropped = false;
  };

  Held(Pending<T> made, Taken taken, std::shared_ptr<Shared> s) : shared(std::move(s)) {
    if (taken == Taken::handle) {
      pending = std::move(made);
      return;
    }
    subscription = std::move(made).then([s = shared, taken](Result<T> result) {
      if (++s->ran > 1) s->verdict.wrong("a callback ran twice");
      if (s->dropped) s->verdict.wrong("a callback ran after its call was dropped");
      judge(*s, result);
      if (taken == Taken::throwing) throw 1;
    });
    by_callback = true;
  }
  ~Held() override { shared->dropped = true; }

  static void judge(Shared& s, const Result<T>& result) {
    if (s.ended) {
      if (result || result.error().code != Errc::shutting_down)
        s.verdict.wrong("a call after the end did not say shutting_down");
      return;
    }
    if (!result) return;
    if (const char* why = s.judge(*result)) s.verdict.wrong(why);
  }

  void cancel() noexcept override {
    if (!by_callback && !taken_out) pending.cancel();
  }
  void look(Verdict& verdict) override {
    if (by_callback || taken_out || !pending.ready()) return;
    taken_out = true;
    judge(*shared, std::move(pending).take());
    if (pending.valid()) verdict.wrong("a handle has a second result");
  }
  void finish(Verdict& verdict) override {
    if (by_callback && shared->ran != 1) verdict.wrong("a call gave no result");
    if (by_callback) return;
    look(verdict);
    if (!taken_out) verdict.wrong("a call gave no result");
  }

  std::shared_ptr<Shared> shared;
  Pending<T> pending;
  Subscription subscription;
  bool by_callback = false;
  bool taken_out = false;
};

template <class T>
void CallBook::add(Pending<T> pending, Taken taken, bool ended,
                   std::function<const char*(const T&)> judge) {
  if (ended && !pending.ready()) verdict_.wrong("a call after the end is not ready at once");
  // After the end nobody calls poll() any more.
  if (ended) taken = Taken::handle;
  using Shared = typename Held<T>::Shared;
  auto shared = std::shared_ptr<Shared>(new Shared{verdict_, std::move(judge), ended});
  calls_.push_back(std::make_unique<Held<T>>(std::move(pending), taken, std::move(shared)));
}

}  // namespace hellojohn::tests
