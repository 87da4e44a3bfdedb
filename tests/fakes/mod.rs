//! The outside world in one process: push services that behave like the real ones, a device that
//! can read what it is sent, and a desktop that shows notifications.
//!
//! These are programs, not mocks: the server under test speaks TLS to them and signs as it would to
//! Apple or Google, and stock browsers subscribe with them. Whatever they answer, the real services
//! were documented or seen to answer. They know the protocols and nothing of the desk.

pub mod authority;
pub mod autopush;
pub mod control;
pub mod device;
pub mod fcm;
pub mod ledger;
pub mod notifier;
pub mod object_store;
pub mod push_fakes;
pub mod push_service;
pub mod tls;
pub mod vapid;

pub use device::Device;
pub use object_store::S3;
pub use push_fakes::PushFakes;
pub use push_service::Failure;
