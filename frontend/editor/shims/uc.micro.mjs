// The browser knows the categories of characters; the package lists them.
export const P = /\p{P}/u;
export const S = /\p{S}/u;
