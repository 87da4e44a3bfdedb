//! How large a document becomes when its fragments are expanded, without expanding them.

use std::collections::HashMap;

use async_graphql::Positioned;
use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};

use super::Limits;

/// Which limit a document exceeds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    /// Its text.
    #[error("the document is longer than {0} bytes")]
    Bytes(usize),
    /// Its tokens.
    #[error("the document has more than {0} tokens")]
    Tokens(usize),
    /// Its brackets.
    #[error("the document nests brackets more than {0} deep")]
    Nesting(usize),
    /// Its fields with all fragments expanded.
    #[error("the document has more than {0} fields when its fragments are expanded")]
    Expanded(u64),
    /// Its depth.
    #[error("the document nests fields more than {0} deep")]
    Depth(usize),
    /// Its aliases.
    #[error("the document has more than {0} aliases")]
    Aliases(usize),
    /// Its directives.
    #[error("the document has more than {0} directives")]
    Directives(usize),
    /// The fields at its top.
    #[error("an operation asks for more than {0} fields at its top")]
    RootFields(u64),
    /// A fragment that contains itself.
    #[error("the fragment `{0}` spreads itself")]
    Cycle(String),
    /// Fragments that spread one another in a long chain.
    #[error("the document chains fragments more than {0} deep")]
    Chain(usize),
}

/// What a selection amounts to when it is expanded.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: u64,
    roots: u64,
    depth: usize,
    /// Fragments above one another: as hard on the stack of whoever walks them as fields are.
    chain: usize,
}

pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), TooLarge> {
    let mut survey = Survey {
        document,
        limits,
        known: HashMap::new(),
        aliases: 0,
        directives: 0,
    };
    let mut total = 0_u64;
    for (_, operation) in document.operations.iter() {
        let size = survey.operation(&operation.node)?;
        if size.roots > limits.root_fields {
            return Err(TooLarge::RootFields(limits.root_fields));
        }
        total = total.saturating_add(size.nodes);
    }
    for name in document.fragments.keys() {
        total = total.saturating_add(survey.fragment(name.as_str(), 0)?.nodes);
    }
    if total > limits.expanded {
        return Err(TooLarge::Expanded(limits.expanded));
    }
    Ok(())
}

struct Survey<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    /// None while the fragment is being measured: to meet it then is a cycle.
    known: HashMap<&'a str, Option<Size>>,
    aliases: usize,
    directives: usize,
}

impl<'a> Survey<'a> {
    fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Size, TooLarge> {
        self.directives(&operation.directives)?;
        for variable in &operation.variable_definitions {
            self.directives(&variable.node.directives)?;
        }
        self.selections(&operation.selection_set, 0)
    }

    fn selections(
        &mut self,
        set: &'a Positioned<SelectionSet>,
        spreads: usize,
    ) -> Result<Size, TooLarge> {
        let mut sum = Size::default();
        for selection in &set.node.items {
            let size = match &selection.node {
                Selection::Field(field) => self.field(&field.node, spreads)?,
                Selection::FragmentSpread(spread) => {
                    self.directives(&spread.node.directives)?;
                    self.fragment(spread.node.fragment_name.node.as_str(), spreads + 1)?
                }
                Selection::InlineFragment(fragment) => {
                    self.directives(&fragment.node.directives)?;
                    self.selections(&fragment.node.selection_set, spreads)?
                }
            };
            // The selection itself counts too: a spread of nothing still costs a visit.
            sum.nodes = sum.nodes.saturating_add(size.nodes).saturating_add(1);
            sum.roots = sum.roots.saturating_add(size.roots);
            sum.depth = sum.depth.max(size.depth);
            sum.chain = sum.chain.max(size.chain);
        }
        if sum.nodes > self.limits.expanded {
            return Err(TooLarge::Expanded(self.limits.expanded));
        }
        Ok(sum)
    }

    fn field(&mut self, field: &'a Field, spreads: usize) -> Result<Size, TooLarge> {
        if field.alias.is_some() {
            self.aliases += 1;
            if self.aliases > self.limits.aliases {
                return Err(TooLarge::Aliases(self.limits.aliases));
            }
        }
        self.directives(&field.directives)?;
        let below = self.selections(&field.selection_set, spreads)?;
        let depth = below.depth + 1;
        if depth > self.limits.depth {
            return Err(TooLarge::Depth(self.limits.depth));
        }
        Ok(Size {
            nodes: below.nodes,
            roots: 1,
            depth,
            chain: below.chain,
        })
    }

    fn fragment(&mut self, name: &str, spreads: usize) -> Result<Size, TooLarge> {
        // An unknown fragment is validation's to report.
        let Some((key, fragment)) = self.document.fragments.get_key_value(name) else {
            return Ok(Size::default());
        };
        let too_long = TooLarge::Chain(self.limits.nesting);
        if spreads > self.limits.nesting {
            return Err(too_long);
        }
        match self.known.get(key.as_str()) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => return Err(TooLarge::Cycle(name.to_owned())),
            None => {}
        }
        self.known.insert(key.as_str(), None);
        self.directives(&fragment.node.directives)?;
        let mut size = self.selections(&fragment.node.selection_set, spreads)?;
        size.chain += 1;
        if size.chain > self.limits.nesting {
            return Err(too_long);
        }
        self.known.insert(key.as_str(), Some(size));
        Ok(size)
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) -> Result<(), TooLarge> {
        self.directives += directives.len();
        if self.directives > self.limits.directives {
            return Err(TooLarge::Directives(self.limits.directives));
        }
        Ok(())
    }
}
