//! Shapes that are another one and more.

/// A struct, and larger ones that begin with its members. A larger one is made `From` it: what it
/// adds is empty then, to be given beside, as in `NewKey { key, ..shape.into() }`.
macro_rules! grown {
    (
        $(#[$about:meta])*
        pub struct $name:ident $members:tt
        $(
            $(#[$larger_about:meta])*
            pub struct $larger:ident: $same:ident $more:tt
        )+
    ) => {
        $(#[$about])*
        pub struct $name $members

        $( crate::grown::grown! {
            @larger $name $members $(#[$larger_about])* $larger $more
        } )+
    };
    (
        @larger $name:ident { $( $(#[$about:meta])* pub $member:ident: $type:ty, )* }
        $(#[$larger_about:meta])*
        $larger:ident { $( $(#[$more_about:meta])* pub $more:ident: $more_type:ty, )* }
    ) => {
        $(#[$larger_about])*
        pub struct $larger {
            $( $(#[$about])* pub $member: $type, )*
            $( $(#[$more_about])* pub $more: $more_type, )*
        }

        impl From<$name> for $larger {
            fn from(it: $name) -> Self {
                $larger {
                    $( $member: it.$member, )*
                    $( $more: Default::default(), )*
                }
            }
        }
    };
}

pub(crate) use grown;
