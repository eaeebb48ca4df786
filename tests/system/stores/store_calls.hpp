// Calls of a SessionStore that wait for their end.
#pragma once

#include <hellojohn/session.hpp>

#include <chrono>
#include <future>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace hellojohn::tests {

class StoreCall final : public StoreSink {
 public:
  void on_store_done(StoreOpId, std::optional<Error>&& error) noexcept override {
    done.set_value(std::move(error));
  }
  void on_store_loaded(StoreOpId, Result<Secret>&& result) noexcept override {
    loaded.set_value(std::move(result));
  }
  std::promise<std::optional<Error>> done;
  std::promise<Result<Secret>> loaded;
};

template <class T>
T result_of(std::promise<T>& promise) {
  auto future = promise.get_future();
  if (future.wait_for(std::chrono::seconds(30)) != std::future_status::ready)
    throw std::runtime_error("the store gives no answer");
  return future.get();
}

inline std::optional<Error> save(SessionStore& store, std::string_view bytes) {
  StoreCall call;
  store.save(1, SecretView(bytes), call);
  return result_of(call.done);
}
inline std::optional<Error> erase(SessionStore& store) {
  StoreCall call;
  store.erase(2, call);
  return result_of(call.done);
}
inline Result<Secret> load(SessionStore& store) {
  StoreCall call;
  store.load(3, call);
  return result_of(call.loaded);
}

}  // namespace hellojohn::tests
