//! The inbox, on real databases.

mod indexes;
mod pages;
mod population;
