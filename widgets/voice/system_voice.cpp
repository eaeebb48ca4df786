// The queue between a frame and a speech service that may take its time.
#include <hellojohn/speech/system_voice.hpp>

#include "driver.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace speech {

namespace {

/// Nobody listens to more than this; the oldest text is dropped.
constexpr std::size_t most_waiting = 16;
constexpr std::chrono::milliseconds last_words{250};

struct Job {
  Secret text;  // Ends with a NUL.
  Urgency urgency = Urgency::polite;
};

}  // namespace

struct SystemVoice::Shared {
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<Job> jobs;
  std::string application;
  std::string language;
  VoiceState state = VoiceState::starting;
  bool leaving = false;
  bool left = false;

  void add(SecretView text, Urgency urgency);
  void run();

 private:
  /// Empty when the object is gone.
  [[nodiscard]] std::optional<Job> next(std::string& tag);
  void speak();
};

void SystemVoice::Shared::add(SecretView text, Urgency urgency) {
  Secret copy;
  copy.reserve(text.size() + 1);
  copy.append(text.reveal());
  static constexpr char end = 0;
  copy.append({&end, 1});
  const std::scoped_lock lock(mutex);
  if (leaving || state == VoiceState::missing) return;
  while (urgency != Urgency::polite && !jobs.empty() && jobs.back().urgency <= urgency) {
    jobs.pop_back();
  }
  if (jobs.size() == most_waiting) jobs.pop_front();
  jobs.push_back({std::move(copy), urgency});
  wake.notify_all();
}

std::optional<Job> SystemVoice::Shared::next(std::string& tag) {
  std::unique_lock lock(mutex);
  wake.wait(lock, [this] { return leaving || !jobs.empty(); });
  // What was given is still said: a last "Signed out" must not be lost.
  if (jobs.empty()) return std::nullopt;
  Job job = std::move(jobs.front());
  jobs.pop_front();
  tag = language;
  return job;
}

void SystemVoice::Shared::speak() {
  const std::unique_ptr<Driver> driver = open_driver(application);
  {
    const std::scoped_lock lock(mutex);
    state = driver != nullptr ? VoiceState::ready : VoiceState::missing;
  }
  std::string said_in;
  std::string tag;
  bool was_urgent = false;
  bool works = driver != nullptr;
  while (works) {
    const auto job = next(tag);
    if (!job) return;
    if (tag != said_in) driver->set_language(tag);
    said_in = tag;
    // The words after an error wait for it; a newer error does not.
    const bool interrupts =
        job->urgency == Urgency::now || (job->urgency == Urgency::next && !was_urgent);
    was_urgent = job->urgency == Urgency::now || (job->urgency == Urgency::polite && was_urgent);
    works = driver->say(job->text.reveal().data(), interrupts);
  }
}

void SystemVoice::Shared::run() {
  try {
    speak();
  } catch (const std::exception&) {
    // Without memory nothing is said; the screens go on.
  }
  const std::scoped_lock lock(mutex);
  if (!leaving) state = VoiceState::missing;
  jobs.clear();
  left = true;
  wake.notify_all();
}

SystemVoice::SystemVoice(std::string application, widgets::Language language) noexcept {
  try {
    auto shared = std::make_shared<Shared>();
    shared->application = std::move(application);
    shared->language = widgets::language_info(language).tag;
    std::thread([shared] { shared->run(); }).detach();
    shared_ = std::move(shared);
  } catch (const std::exception&) {
    // No thread or no memory: state() says that nothing speaks.
  }
}

SystemVoice::~SystemVoice() {
  if (shared_ == nullptr) return;
  std::unique_lock lock(shared_->mutex);
  shared_->leaving = true;
  shared_->wake.notify_all();
  shared_->wake.wait_for(lock, last_words, [this] { return shared_->left; });
}

void SystemVoice::say(SecretView text, Urgency urgency) noexcept {
  if (shared_ == nullptr) return;
  try {
    shared_->add(text, urgency);
  } catch (const std::exception&) {
    // Dropped: what a user cannot hear must not end the program.
  }
}

Speak SystemVoice::speak() const noexcept {
  if (shared_ == nullptr) return {};
  try {
    return [shared = std::weak_ptr<Shared>(shared_)](SecretView text, Urgency urgency) {
      const auto there = shared.lock();
      if (there == nullptr) return;
      try {
        there->add(text, urgency);
      } catch (const std::exception&) {
        // As in say().
      }
    };
  } catch (const std::exception&) {
    return {};
  }
}

void SystemVoice::set_language(widgets::Language language) noexcept {
  if (shared_ == nullptr) return;
  const std::scoped_lock lock(shared_->mutex);
  try {
    shared_->language = widgets::language_info(language).tag;
  } catch (const std::exception&) {
    // The language before stays.
  }
}

VoiceState SystemVoice::state() const noexcept {
  if (shared_ == nullptr) return VoiceState::missing;
  const std::scoped_lock lock(shared_->mutex);
  return shared_->state;
}

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
