// The keyring through libsecret's asynchronous calls on a main context of the operation's own, so that the one deadline
// holds whatever the bus, the service or a prompt does. Knows nothing of what the bytes mean.
#include <hellojohn/stores/libsecret_store.hpp>

#include "stores/worker_store.hpp"

#include <libsecret/secret.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace stores {

namespace {

constexpr std::chrono::milliseconds last_words{1000};  // For the answer to a cancellation.

/// Only by its attribute: GNOME Keyring does not find a locked entry by the name of its schema.
const SecretSchema schema = {
    "org.hellojohn.Session",
    SECRET_SCHEMA_DONT_MATCH_NAME,
    {{"hellojohn-application", SECRET_SCHEMA_ATTRIBUTE_STRING}, {nullptr, {}}},
    0,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr};

struct Unref {
  void operator()(gpointer object) const noexcept { g_object_unref(object); }
  void operator()(GError* error) const noexcept { g_error_free(error); }
  void operator()(GMainContext* context) const noexcept { g_main_context_unref(context); }
  void operator()(SecretValue* value) const noexcept { secret_value_unref(value); }
  void operator()(GHashTable* table) const noexcept { g_hash_table_unref(table); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

/// Ours and safe to log: what GLib says may hold names of the person's machine.
Error explain(const Owned<GError>& error) {
  std::string words = "the keyring refused";
  if (g_error_matches(error.get(), G_IO_ERROR, G_IO_ERROR_CANCELLED))
    words = "the keyring did not answer in time";
  else if (g_error_matches(error.get(), SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    words = "the keyring is locked";
  else if (error->domain == G_DBUS_ERROR || error->domain == G_IO_ERROR)
    words = "no keyring service can be reached";
  return storage_error(words + " (" + g_quark_to_string(error->domain) + ' ' +
                       std::to_string(error->code) + ')');
}

/// Asynchronous calls, one after the other, under one deadline. They run in their own context, on this thread.
class Calls {
 public:
  explicit Calls(std::chrono::milliseconds limit)
      : end_(Clock::now() + limit), context_(g_main_context_new()), cancel_(g_cancellable_new()) {
    g_main_context_push_thread_default(context_.get());
  }
  ~Calls() {
    // What the calls left behind there: releases, which end at once.
    while (g_main_context_iteration(context_.get(), FALSE) == TRUE) {
    }
    g_main_context_pop_thread_default(context_.get());
  }
  Calls(const Calls&) = delete;
  Calls& operator=(const Calls&) = delete;

  [[nodiscard]] GCancellable* cancel() const noexcept { return cancel_.get(); }
  /// A call's user data. It belongs to the call: one that never ends must find it.
  [[nodiscard]] gpointer data() const { return new std::shared_ptr<Slot>(slot_); }
  static void on_end(GObject*, GAsyncResult* result, gpointer data) noexcept {
    const std::unique_ptr<std::shared_ptr<Slot>> slot(static_cast<std::shared_ptr<Slot>*>(data));
    (*slot)->result.reset(G_ASYNC_RESULT(g_object_ref(result)));
  }
  /// The running call's result; null if it does not end, not even when it is cancelled.
  [[nodiscard]] Owned<GAsyncResult> wait() {
    run_until(end_);
    if (!slot_->result) {
      g_cancellable_cancel(cancel_.get());
      run_until(Clock::now() + last_words);
    }
    return std::move(slot_->result);
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Slot {
    Owned<GAsyncResult> result;
  };

  void run_until(Clock::time_point end) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    bool passed = false;
    GSource* timer = g_timeout_source_new(left.count() > 0 ? static_cast<guint>(left.count()) : 0);
    const auto pass = [](gpointer flag) -> gboolean {
      *static_cast<bool*>(flag) = true;
      return G_SOURCE_REMOVE;
    };
    g_source_set_callback(timer, pass, &passed, nullptr);
    g_source_attach(timer, context_.get());
    while (!slot_->result && !passed) g_main_context_iteration(context_.get(), TRUE);
    g_source_destroy(timer);
    g_source_unref(timer);
  }

  Clock::time_point end_;
  Owned<GMainContext> context_;
  Owned<GCancellable> cancel_;
  std::shared_ptr<Slot> slot_ = std::make_shared<Slot>();
};

Error not_in_time() { return storage_error("the keyring did not answer in time"); }

/// Its bytes are wiped when libsecret frees them. Their number is stored before them.
SecretValue* value_of(std::string_view bytes) {
  auto* block = static_cast<char*>(std::malloc(sizeof(std::size_t) + bytes.size() + 1));
  if (block == nullptr) throw std::bad_alloc();
  const std::size_t size = bytes.size();
  std::memcpy(block, &size, sizeof size);
  std::memcpy(block + sizeof size, bytes.data(), size);
  return secret_value_new_full(block + sizeof size, static_cast<gssize>(size),
                               "application/octet-stream", [](gpointer start) {
                                 char* from = static_cast<char*>(start) - sizeof(std::size_t);
                                 std::size_t held = 0;
                                 std::memcpy(&held, from, sizeof held);
                                 secure_wipe(start, held);
                                 std::free(from);
                               });
}

class KeyringBackend final : public Backend {
 public:
  explicit KeyringBackend(LibsecretStoreOptions options) : options_(std::move(options)) {
    if (options_.label.empty()) options_.label = options_.application;
  }

  Result<Secret> load() override {
    if (options_.application.empty()) return no_application();
    Calls calls(options_.limit);
    // A search and not a look-up, which would call an entry that stays locked a missing one.
    const auto flags = static_cast<SecretSearchFlags>(SECRET_SEARCH_UNLOCK | SECRET_SEARCH_ALL);
    secret_password_searchv(&schema, attributes().get(), flags, calls.cancel(), Calls::on_end,
                            calls.data());
    const auto found = calls.wait();
    if (!found) return not_in_time();
    GError* error = nullptr;
    GList* entries = secret_password_search_finish(found.get(), &error);
    if (error != nullptr) return explain(Owned<GError>(error));
    const std::unique_ptr<GList, FreeList> owner(entries);
    if (entries == nullptr) return Secret();
    return retrieve(calls, SECRET_RETRIEVABLE(entries->data));
  }

  std::optional<Error> save(SecretView bytes) override {
    if (options_.application.empty()) return no_application();
    Calls calls(options_.limit);
    const Owned<SecretValue> value(value_of(bytes.reveal()));
    secret_password_storev_binary(&schema, attributes().get(), SECRET_COLLECTION_DEFAULT,
                                  options_.label.c_str(), value.get(), calls.cancel(),
                                  Calls::on_end, calls.data());
    return end(calls, &secret_password_store_finish);
  }

  std::optional<Error> erase() override {
    if (options_.application.empty()) return no_application();
    Calls calls(options_.limit);
    secret_password_clearv(&schema, attributes().get(), calls.cancel(), Calls::on_end,
                           calls.data());
    return end(calls, &secret_password_clear_finish);
  }

 private:
  struct FreeList {
    void operator()(GList* list) const noexcept { g_list_free_full(list, g_object_unref); }
  };

  static Result<Secret> retrieve(Calls& calls, SecretRetrievable* entry) {
    secret_retrievable_retrieve_secret(entry, calls.cancel(), Calls::on_end, calls.data());
    const auto got = calls.wait();
    if (!got) return not_in_time();
    GError* error = nullptr;
    const Owned<SecretValue> value(
        secret_retrievable_retrieve_secret_finish(entry, got.get(), &error));
    if (error != nullptr) return explain(Owned<GError>(error));
    if (!value) return storage_error("the keyring is locked");
    gsize size = 0;
    const gchar* bytes = secret_value_get(value.get(), &size);
    return Secret(std::string_view(bytes, size));
  }

  /// False without an error is "there was nothing", which is well.
  static std::optional<Error> end(Calls& calls, gboolean (*finish)(GAsyncResult*, GError**)) {
    const auto result = calls.wait();
    if (!result) return not_in_time();
    GError* error = nullptr;
    (void)finish(result.get(), &error);
    if (error == nullptr) return {};
    return explain(Owned<GError>(error));
  }

  static Error no_application() {
    return storage_error("the keyring store has no application name", Errc::usage);
  }

  [[nodiscard]] Owned<GHashTable> attributes() const {
    return Owned<GHashTable>(secret_attributes_build(&schema, "hellojohn-application",
                                                     options_.application.c_str(), nullptr));
  }

  LibsecretStoreOptions options_;
};

}  // namespace

}  // namespace stores
}  // namespace v0
}  // namespace hellojohn

namespace hellojohn {
inline namespace v0 {

std::unique_ptr<SessionStore> libsecret_store(LibsecretStoreOptions options) noexcept {
  try {
    return std::make_unique<stores::WorkerStore>(
        std::make_shared<stores::KeyringBackend>(std::move(options)));
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

}  // namespace v0
}  // namespace hellojohn
