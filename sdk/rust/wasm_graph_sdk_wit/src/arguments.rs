//! What stands in an attribute's parentheses: nothing, or `init = "function"`.

use syn::parse::{Parse, ParseStream};
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Path, Result, Token};

#[derive(Default)]
pub struct Arguments {
    /// The function that gets the configuration.
    pub init: Option<Path>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> Result<Self> {
        let mut arguments = Arguments::default();
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            if key != "init" {
                return Err(syn::Error::new(key.span(), "there is one argument: init = \"function\""));
            }
            if arguments.init.is_some() {
                return Err(syn::Error::new(key.span(), "init is given twice"));
            }
            input.parse::<Token![=]>()?;
            arguments.init = Some(function(input.parse()?)?);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

/// A path in quotation marks or without.
fn function(value: Expr) -> Result<Path> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => in_quotes(&text),
        Expr::Path(path) if path.qself.is_none() => Ok(path.path),
        other => Err(syn::Error::new_spanned(other, "init takes the name of a function, as init = \"function\"")),
    }
}

fn in_quotes(text: &LitStr) -> Result<Path> {
    text.parse().map_err(|_| syn::Error::new(text.span(), "init takes the name of a function, as init = \"function\""))
}
