//! Departments: the groups of agents that tickets are routed to.

mod create;
mod query;
mod view;

pub use view::DepartmentView;

#[cfg(test)]
mod tests;
