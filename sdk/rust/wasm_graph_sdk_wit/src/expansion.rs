//! What an attribute adds beside its function: the SDK's names, and the exports that call the function.

use crate::arguments::Arguments;
use crate::kind::Kind;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{FnArg, Ident, ItemFn, Type};

pub fn expand(kind: Kind, arguments: TokenStream, item: TokenStream) -> TokenStream {
    match syn::parse2::<ItemFn>(item.clone()) {
        Ok(function) => match exports(kind, arguments, &function) {
            Ok(exports) => {
                let names = names();
                quote! { #names #function #exports }
            }
            Err(error) => {
                // With the function and the names in place, nothing is reported but what is wrong.
                let (names, error) = (names(), error.to_compile_error());
                quote! { #names #function #error }
            }
        },
        Err(_) => {
            let message = format!("{}_operator stands before a function: {}", kind.name(), kind.signature());
            let error = syn::Error::new(Span::call_site(), message).to_compile_error();
            quote! { #error #item }
        }
    }
}

/// A glob, so that whatever the module itself declares or imports under one of these names goes first.
fn names() -> TokenStream {
    quote! {
        #[allow(unused_imports)]
        pub(crate) use ::wasm_graph_sdk::prelude::*;
    }
}

fn exports(kind: Kind, arguments: TokenStream, function: &ItemFn) -> syn::Result<TokenStream> {
    let arguments: Arguments = syn::parse2(arguments)?;
    check(kind, function)?;
    let name = &function.sig.ident;
    let interface = Ident::new(kind.name(), Span::call_site());
    let parameters: Vec<_> = (0..kind.parameters().len()).map(|at| format_ident!("__argument{}", at)).collect();
    let types: Vec<TokenStream> = kind.parameters().iter().map(|parameter| tokens(parameter.full_type)).collect();
    let result = tokens(kind.result());
    let passed = passed(kind, function, &parameters);
    let init = match arguments.init {
        Some(init) => quote! { #init(__configuration) },
        None => quote! { { let _ = __configuration; true } },
    };
    let label = format!("{}/{}", name, kind.name());
    Ok(quote! {
        const _: () = {
            struct __WasmGraphOperator;

            impl ::wasm_graph_sdk::__private::#interface::Guest for __WasmGraphOperator {
                fn init(__configuration: ::wasm_graph_sdk::ModuleConfiguration) -> bool {
                    ::wasm_graph_sdk::__private::enter(#label);
                    #init
                }

                #[allow(unused_mut)]
                fn process(#(mut #parameters: #types),*)
                    -> ::core::result::Result<#result, ::wasm_graph_sdk::Error> {
                    ::wasm_graph_sdk::__private::enter(#label);
                    ::wasm_graph_sdk::__private::answer(#name(#(#passed),*))
                }
            }

            ::wasm_graph_sdk::__private::#interface::export!(
                __WasmGraphOperator with_types_in ::wasm_graph_sdk::__private::#interface
            );
        };
    })
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("a type that is written in this crate")
}

fn check(kind: Kind, function: &ItemFn) -> syn::Result<()> {
    let signature = &function.sig;
    let wrong = |what: &str| {
        let message = format!("{what}: {}_operator wants {}", kind.name(), kind.signature());
        Err(syn::Error::new_spanned(signature, message))
    };
    if signature.asyncness.is_some() {
        return wrong("an operator cannot be async");
    }
    if !signature.generics.params.is_empty() {
        return wrong("an operator cannot be generic");
    }
    if signature.inputs.iter().any(|input| matches!(input, FnArg::Receiver(_))) {
        return wrong("an operator cannot be a method");
    }
    if signature.inputs.len() != kind.parameters().len() {
        return wrong("the number of parameters does not fit");
    }
    Ok(())
}

/// The arguments as the function takes them: in the order of the WIT, or turned round where the function's types say
/// so; lent where it borrows.
fn passed(kind: Kind, function: &ItemFn, names: &[Ident]) -> Vec<TokenStream> {
    let types: Vec<&Type> = function
        .sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(parameter) => Some(parameter.ty.as_ref()),
            FnArg::Receiver(_) => None,
        })
        .collect();
    let wanted = kind.parameters();
    let turned = types.len() == 2 && is_named(types[0], wanted[1].type_name) && is_named(types[1], wanted[0].type_name);
    types
        .iter()
        .enumerate()
        .map(|(at, given)| {
            let name = &names[if turned { 1 - at } else { at }];
            match given {
                Type::Reference(reference) if reference.mutability.is_some() => quote! { &mut #name },
                Type::Reference(_) => quote! { &#name },
                _ => quote! { #name },
            }
        })
        .collect()
}

fn is_named(given: &Type, name: &str) -> bool {
    match given {
        Type::Path(path) => path.path.segments.last().is_some_and(|segment| segment.ident == name),
        Type::Reference(reference) => match reference.elem.as_ref() {
            Type::Slice(slice) => name == "Vec" && is_named(&slice.elem, "DataModel"),
            inner => is_named(inner, name),
        },
        Type::Paren(inner) => is_named(&inner.elem, name),
        Type::Group(inner) => is_named(&inner.elem, name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(kind: Kind, arguments: &str, item: &str) -> String {
        expand(kind, tokens(arguments), tokens(item)).to_string().replace(' ', "")
    }

    #[test]
    fn the_function_stays_and_the_names_come_before_it() {
        let output = expanded(Kind::Map, "", "fn f(input: DataModel) -> Result<DataModel, Error> { body() }");
        let names = output.find("use::wasm_graph_sdk::prelude::*").unwrap();
        let function = output.find("fnf(input:DataModel)->Result<DataModel,Error>{body()}").unwrap();
        assert!(names < function);
    }

    #[test]
    fn init_is_called_by_its_path_in_quotation_marks_or_without() {
        for arguments in ["init = \"super::start\"", "init = super::start", "init = \"super::start\","] {
            let output = expanded(Kind::Map, arguments, "fn f(input: DataModel) -> R { }");
            assert!(output.contains("super::start(__configuration)"), "{output}");
        }
    }

    #[test]
    fn arguments_are_turned_round_where_the_types_say_so() {
        for (kind, item, expected) in [
            (Kind::Branch, "fn f(a: HybridLogicalClock, b: DataModel) -> R {}", "f(__argument0,__argument1)"),
            (Kind::Branch, "fn f(b: x::DataModel, a: HybridLogicalClock) -> R {}", "f(__argument1,__argument0)"),
            (Kind::Delay, "fn f(b: DataModel, a: HybridLogicalClock) -> R {}", "f(__argument0,__argument1)"),
            (Kind::Delay, "fn f(a: &HybridLogicalClock, b: &DataModel) -> R {}", "f(&__argument1,&__argument0)"),
            (Kind::Accumulate, "fn f(b: &[DataModel], a: DataModel) -> R {}", "f(&__argument1,__argument0)"),
            (Kind::Branch, "fn f(a: Clock, b: Data) -> R {}", "f(__argument0,__argument1)"),
        ] {
            let output = expanded(kind, "", item);
            assert!(output.contains(expected), "{item}: {output}");
        }
    }

    #[test]
    fn what_cannot_be_an_operator_is_told_with_what_can() {
        for (arguments, item, expected) in [
            ("", "fn f() -> R {}", "thenumberofparametersdoesnotfit:map_operatorwantsfn(input:DataModel)"),
            ("", "async fn f(a: D) -> R {}", "cannotbeasync"),
            ("", "fn f<T>(a: T) -> R {}", "cannotbegeneric"),
            ("", "struct S;", "map_operatorstandsbeforeafunction"),
            ("start = \"f\"", "fn f(a: D) -> R {}", "thereisoneargument:init"),
            ("init = \"a\", init = \"b\"", "fn f(a: D) -> R {}", "initisgiventwice"),
            ("init = 5", "fn f(a: D) -> R {}", "inittakesthenameofafunction"),
            ("init = \"a b\"", "fn f(a: D) -> R {}", "inittakesthenameofafunction"),
        ] {
            let output = expanded(Kind::Map, arguments, item);
            assert!(output.contains("compile_error!") && output.contains(expected), "{item}: {output}");
        }
    }
}
